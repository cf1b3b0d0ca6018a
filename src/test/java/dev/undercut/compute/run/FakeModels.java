package dev.undercut.compute.run;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.money.Usd;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Models in memory that do as told. */
final class FakeModels implements Models {
    final AtomicInteger made = new AtomicInteger();
    final AtomicInteger cut = new AtomicInteger();
    final AtomicInteger underWay = new AtomicInteger();
    final AtomicInteger most = new AtomicInteger();
    final Queue<Conversation> asked = new ConcurrentLinkedQueue<>();
    private final Book book;
    private final Script script;

    /** What calls would take. */
    interface Book {
        Terms terms(int model, Limits limits);
    }

    /** What a call says; may block until {@code cancelled} opens. */
    interface Script {
        Said say(Asked asked) throws InterruptedException;
    }

    /** One call. */
    record Asked(
            int number,
            int model,
            Conversation words,
            Limits limits,
            Purpose purpose,
            Consumer<Delta> heard,
            CountDownLatch cancelled) {
        Said answers(String text, Usage usage, @Nullable Usd cost) {
            return new Said.Answered(answer(text, StopReason.STOP), note(usage, cost, "ok"));
        }

        Said fails(String message) {
            return new Said.Failed(message, note(Usage.NONE, Usd.ZERO, "overloaded"));
        }

        Said cut(@Nullable Usd cost) {
            return new Said.Failed(
                    "cut short",
                    new CallNote(
                            "req_" + number,
                            purpose,
                            "fake",
                            "m" + model,
                            Usage.NONE,
                            cost,
                            true,
                            1,
                            Totals.CANCELLED));
        }

        CallNote note(Usage usage, @Nullable Usd cost, String outcome) {
            return new CallNote(
                    "req_" + number, purpose, "fake", "m" + model, usage, cost, false, 1, outcome);
        }
    }

    FakeModels(Book book, Script script) {
        this.book = book;
        this.script = script;
    }

    static Answer answer(String text, StopReason reason) {
        return Answer.of(List.of(new Delta.Text(0, text), new Delta.Stopped(0, reason, null)));
    }

    static Book priced(long expectedPicos, long worstPicos) {
        return (model, limits) -> {
            Usd worst = new Usd(worstPicos);
            Usd limited =
                    limits.usd() == null || worst.compareTo(limits.usd()) <= 0
                            ? worst
                            : limits.usd();
            long output = limits.output() == null ? 1000 : Math.min(1000, limits.output());
            output = Math.min(output, 1000 * limited.picos() / worstPicos);
            return new Terms.Open(new Usd(expectedPicos), limited, 10, 100, 10, output, false);
        };
    }

    @Override
    public Terms terms(int model, Conversation words, Limits limits) {
        return book.terms(model, limits);
    }

    @Override
    public Call call(
            int model, Conversation words, Limits limits, Purpose purpose, Consumer<Delta> heard) {
        CountDownLatch cancelled = new CountDownLatch(1);
        return new Call() {
            @Override
            public Said make() {
                int number = made.getAndIncrement();
                asked.add(words);
                most.accumulateAndGet(underWay.incrementAndGet(), Math::max);
                Asked one = new Asked(number, model, words, limits, purpose, heard, cancelled);
                try {
                    return script.say(one);
                } catch (InterruptedException e) {
                    return one.cut(null);
                } finally {
                    underWay.decrementAndGet();
                }
            }

            @Override
            public void cancel() {
                cut.incrementAndGet();
                cancelled.countDown();
            }
        };
    }
}
