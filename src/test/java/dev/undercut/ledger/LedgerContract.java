package dev.undercut.ledger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.ledger.Ledger.LedgerUnavailable;
import dev.undercut.money.Usd;
import java.math.BigInteger;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What every store of the books must do. */
public abstract class LedgerContract {

    /** The same empty ledger throughout a test. */
    protected abstract Ledger ledger();

    /** The books after a stop and a new start. */
    protected abstract Ledger reopened();

    @Test
    void what_is_settled_reads_back_the_same_in_every_field() throws Exception {
        List<LedgerEntry> entries =
                List.of(Entries.answered("r1"), Entries.refused("r2"), Entries.retried("r3"));
        for (LedgerEntry entry : entries) {
            ledger().settle(entry);
        }
        assertThat(ledger().newest(10)).isEqualTo(entries.reversed());
        assertThat(reopened().newest(10)).isEqualTo(entries.reversed());
    }

    @Test
    void the_newest_are_those_settled_last() throws Exception {
        for (int i = 0; i < 20; i++) {
            ledger().settle(Entries.answered("r" + i));
        }
        assertThat(ledger().newest(3))
                .extracting(LedgerEntry::requestId)
                .containsExactly("r19", "r18", "r17");
        assertThat(ledger().newest(0)).isEmpty();
    }

    @Test
    void an_entry_is_found_by_its_request_once_settled() throws Exception {
        ledger().open(Entries.opening("r1"));
        ledger().awaitOpened("r1");
        assertThat(ledger().find("r1")).isEmpty();
        ledger().settle(Entries.answered("r1"));
        assertThat(ledger().find("r1")).contains(Entries.answered("r1"));
        assertThat(ledger().find("' OR 1=1 --")).isEmpty();
    }

    @Test
    void of_a_run_and_its_calls_each_dollar_is_summed_once_and_lists_show_the_run()
            throws Exception {
        Usd call = Usd.parse("0.01");
        ledger().settle(Entries.priced("r0", Usd.parse("0.5"), Usd.parse("0.9")));
        ledger().settle(Entries.priced("c1", call, null).with(Lineage.callOf("r1")));
        ledger().settle(Entries.priced("c2", call, null).with(Lineage.callOf("r1")));
        LedgerEntry run = Entries.priced("r1", call.plus(call), Usd.parse("0.05"));
        ledger().settle(run.with(Lineage.run(2)));
        ledger().settle(Entries.priced("c3", call, null).with(Lineage.callOf("r2")));
        Ledger.Summary summary = ledger().summary();
        assertThat(summary.requests()).isEqualTo(2);
        assertThat(summary.cost().plain()).isEqualTo("0.53");
        assertThat(summary.baseline().plain()).isEqualTo("0.95");
        assertThat(summary.saved().plain()).isEqualTo("0.43");
        assertThat(reopened().newest(10))
                .extracting(LedgerEntry::requestId)
                .containsExactly("r1", "r0");
        assertThat(reopened().callsOf("r1"))
                .extracting(LedgerEntry::requestId)
                .containsExactly("c1", "c2");
        assertThat(reopened().find("c1").orElseThrow().lineage().parent()).isEqualTo("r1");
    }

    @Test
    void the_first_entry_of_a_request_is_the_one_that_counts() throws Exception {
        ledger().settle(Entries.answered("r1"));
        ledger().settle(Entries.refused("r1"));
        assertThat(ledger().newest(10)).containsExactly(Entries.answered("r1"));
        assertThat(ledger().summary().requests()).isEqualTo(1);
    }

    @Test
    void unknown_costs_are_counted_and_never_added_as_zero() throws Exception {
        ledger().settle(Entries.priced("r1", Usd.parse("0.3"), Usd.parse("1")));
        ledger().settle(Entries.priced("r2", Usd.parse("0.5"), Usd.parse("0.25")));
        ledger().settle(Entries.priced("r3", null, Usd.parse("7")));
        ledger().settle(Entries.priced("r4", Usd.parse("2"), null));
        ledger().settle(Entries.refused("r5"));
        Ledger.Summary sums = ledger().summary();
        assertThat(sums.requests()).isEqualTo(5);
        assertThat(sums.cost().plain()).isEqualTo("2.8");
        assertThat(sums.unknownCosts()).isEqualTo(2);
        assertThat(sums.baseline().plain()).isEqualTo("1.25");
        assertThat(sums.saved().plain()).isEqualTo("0.45");
    }

    @Test
    void sums_stay_exact_past_what_a_single_amount_can_hold() throws Exception {
        Usd most = new Usd(Long.MAX_VALUE);
        Usd least = new Usd(-Long.MAX_VALUE);
        ledger().settle(Entries.priced("r1", most, Usd.ZERO));
        ledger().settle(Entries.priced("r2", most, Usd.ZERO));
        assertThat(ledger().summary().cost().picos())
                .isEqualTo(BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1));
        ledger().settle(Entries.priced("r3", most, new Usd(1)));
        ledger().settle(Entries.priced("r4", least, Usd.ZERO));
        ledger().settle(Entries.priced("r5", new Usd(-1), Usd.ZERO));
        Ledger.Summary sums = ledger().summary();
        BigInteger twice = BigInteger.valueOf(Long.MAX_VALUE).shiftLeft(1);
        assertThat(sums.cost().picos()).isEqualTo(twice.subtract(BigInteger.ONE));
        assertThat(sums.saved().picos()).isEqualTo(BigInteger.TWO.subtract(twice));
        assertThat(reopened().summary()).isEqualTo(sums);
    }

    @Test
    void an_empty_ledger_sums_to_nothing() {
        assertThat(ledger().summary().requests()).isZero();
        assertThat(ledger().summary().cost().plain()).isEqualTo("0");
        assertThat(ledger().newest(5)).isEmpty();
    }

    @Test
    void many_threads_settle_while_others_read_and_nothing_is_lost() throws Exception {
        int threads = 16;
        int each = 50;
        try (ExecutorService pool = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<?>> writers =
                    IntStream.range(0, threads)
                            .<Future<?>>mapToObj(
                                    t -> pool.submit(() -> settleMany("t" + t + "-", each)))
                            .toList();
            long seen = 0;
            for (Future<?> writer : writers) {
                long now = ledger().summary().requests();
                assertThat(now).isGreaterThanOrEqualTo(seen);
                seen = now;
                writer.get();
            }
        }
        assertThat(ledger().summary().requests()).isEqualTo((long) threads * each);
        assertThat(ledger().newest(threads * each + 1))
                .extracting(LedgerEntry::requestId)
                .doesNotHaveDuplicates()
                .hasSize(threads * each);
        assertThat(reopened().newest(threads * each + 1))
                .allMatch(entry -> entry.outcome() == Outcome.OK);
    }

    private Void settleMany(String prefix, int count) throws LedgerUnavailable {
        for (int i = 0; i < count; i++) {
            String id = prefix + i;
            ledger().open(Entries.opening(id));
            if (i % 3 == 0) {
                ledger().awaitOpened(id);
            }
            ledger().settle(Entries.answered(id));
        }
        return null;
    }

    @Test
    void what_was_open_at_the_end_is_booked_as_interrupted_at_the_next_start() throws Exception {
        ledger().open(Entries.opening("r1"));
        ledger().open(Entries.opening("r2"));
        ledger().awaitOpened("r1");
        ledger().settle(Entries.answered("r2"));
        Ledger next = reopened();
        assertThat(next.find("r2")).contains(Entries.answered("r2"));
        LedgerEntry cut = next.find("r1").orElseThrow();
        assertThat(cut.outcome()).isEqualTo(Outcome.INTERRUPTED);
        assertThat(cut.at()).isEqualTo(Entries.opening("r1").at());
        assertThat(cut.provider()).isEqualTo("groq");
        assertThat(cut.keyId()).isEqualTo("key_0123456789ab");
        assertThat(cut.usage()).isNull();
        assertThat(cut.cost()).isNull();
        assertThat(cut.costNote()).isEqualTo("process died; at most $0.02");
        assertThat(next.summary().unknownCosts()).isEqualTo(1);
        assertThat(reopened().newest(10)).hasSize(2);
    }

    @Test
    void an_interrupted_thread_still_settles_and_stays_interrupted() throws Exception {
        Thread.currentThread().interrupt();
        ledger().settle(Entries.answered("r1"));
        assertThat(Thread.interrupted()).isTrue();
        assertThat(ledger().find("r1")).isPresent();
    }

    @Test
    void a_closed_ledger_refuses_and_says_so() {
        Ledger ledger = ledger();
        ledger.close();
        ledger.close();
        assertThat(ledger.isWritable()).isFalse();
        assertThatThrownBy(() -> ledger.open(Entries.opening("r1")))
                .isInstanceOf(LedgerUnavailable.class);
        assertThatThrownBy(() -> ledger.settle(Entries.answered("r1")))
                .isInstanceOf(LedgerUnavailable.class);
    }

    @Test
    void awaiting_what_was_never_opened_is_a_mistake_of_the_caller() {
        assertThatThrownBy(() -> ledger().awaitOpened("r1"))
                .isInstanceOf(IllegalStateException.class);
    }
}
