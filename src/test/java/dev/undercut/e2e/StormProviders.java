package dev.undercut.e2e;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/** What the providers of the storm do, and what they remember of it. */
final class StormProviders {

    /** Which call a gust got that was answered whole, or is to be left by its client. */
    private final Map<Integer, FakeProvider.Call> calls = new ConcurrentHashMap<>();

    private final Map<Integer, Integer> answered = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private final Map<Gust.Fault, AtomicInteger> faults = new ConcurrentHashMap<>();

    /** The call of a gust whose client is to go away. */
    FakeProvider.Call call(int number) {
        Patience.until("the call of gust " + number, () -> calls.containsKey(number));
        return calls.get(number);
    }

    /** How often a gust was answered whole. */
    int answered(int number) {
        return answered.getOrDefault(number, 0);
    }

    /** How many answers are being written. */
    int underWay() {
        return underWay.get();
    }

    /** How often that happened. */
    int happened(Gust.Fault fault) {
        AtomicInteger count = faults.get(fault);
        return count == null ? 0 : count.get();
    }

    /** A provider that does to each gust what its fault says. */
    FakeProvider.Script faulty(boolean anthropic) {
        return call -> counted(call, gust -> faulty(call, gust, anthropic));
    }

    /** A provider that answers everything, but waits for clients that mean to leave. */
    FakeProvider.Script sound() {
        return call ->
                counted(
                        call,
                        gust -> {
                            if (gust.fault() == Gust.Fault.CLIENT_GONE) {
                                beLeft(call, gust, false);
                            } else {
                                answer(call, gust, false, Duration.ZERO);
                            }
                        });
    }

    @FunctionalInterface
    private interface Answering {
        void answer(Gust gust) throws Exception;
    }

    private void counted(FakeProvider.Call call, Answering answering) throws Exception {
        underWay.incrementAndGet();
        try {
            answering.answer(Gust.in(call.bodyText()));
        } finally {
            underWay.decrementAndGet();
        }
    }

    private void faulty(FakeProvider.Call call, Gust gust, boolean anthropic) throws Exception {
        faults.computeIfAbsent(gust.fault(), fault -> new AtomicInteger()).incrementAndGet();
        switch (gust.fault()) {
            case NONE -> answer(call, gust, anthropic, Duration.ZERO);
            case SLOW -> answer(call, gust, anthropic, Duration.ofMillis(15));
            case RATE_LIMITED -> call.json(429, error(anthropic, "rate_limit_error"));
            case BROKEN -> call.json(500, error(anthropic, "api_error"));
            case CUT_BEFORE -> call.reset();
            case CUT_INSIDE -> {
                begin(call, gust, anthropic);
                // Cut at once, the gateway would start anew before it passes the first piece on.
                LockSupport.parkNanos(Duration.ofMillis(10).toNanos());
                call.cut();
            }
            case CLIENT_GONE -> beLeft(call, gust, anthropic);
        }
    }

    private static String error(boolean anthropic, String type) {
        return anthropic ? Claude.error(type, "not now") : Answers.error("not now");
    }

    private void beLeft(FakeProvider.Call call, Gust gust, boolean anthropic) throws Exception {
        calls.put(gust.number(), call);
        begin(call, gust, anthropic);
        call.silence();
    }

    /** The first bytes of an answer. */
    private static void begin(FakeProvider.Call call, Gust gust, boolean anthropic)
            throws Exception {
        if (!gust.stream()) {
            call.head(200, "application/json", "Content-Length: 100000");
            call.raw("{\"id\":\"half".getBytes(UTF_8));
            return;
        }
        call.beginStream();
        String first = gust.pieces().getFirst();
        if (anthropic) {
            String whole = Claude.textBlock(0, first);
            String open = whole.substring(0, whole.indexOf("event: content_block_stop"));
            call.chunk((Claude.start(gust.promptTokens()) + open).getBytes(UTF_8));
        } else {
            call.event(Answers.role());
            call.event(Answers.piece(first));
        }
    }

    private void answer(FakeProvider.Call call, Gust gust, boolean anthropic, Duration pause)
            throws Exception {
        answered.merge(gust.number(), 1, Integer::sum);
        if (!gust.stream()) {
            LockSupport.parkNanos(pause.toNanos());
            call.json(200, whole(gust, anthropic));
            return;
        }
        call.beginStream();
        for (String event : events(gust, anthropic)) {
            call.chunk(event.getBytes(UTF_8));
            LockSupport.parkNanos(pause.toNanos());
        }
        call.endStream();
    }

    private static String whole(Gust gust, boolean anthropic) {
        String text = String.join("", gust.pieces());
        if (gust.kind() == Gust.Kind.EMBEDDINGS) {
            return """
            {"object":"list","model":"up","data":[{"object":"embedding","index":0,\
            "embedding":%s}],"usage":{"prompt_tokens":%d,"total_tokens":%d}}\
            """
                    .formatted(gust.vector(), gust.promptTokens(), gust.promptTokens());
        }
        return anthropic
                ? Claude.whole(
                        Claude.text(text),
                        "end_turn",
                        Claude.usage(gust.promptTokens(), gust.completionTokens()))
                : Answers.whole(text, gust.promptTokens(), gust.completionTokens());
    }

    private static List<String> events(Gust gust, boolean anthropic) {
        if (anthropic) {
            return List.of(
                    Claude.start(gust.promptTokens()),
                    Claude.textBlock(0, gust.pieces().toArray(String[]::new)),
                    Claude.end("end_turn", gust.completionTokens()));
        }
        List<String> events = new java.util.ArrayList<>();
        events.add(Answers.role());
        gust.pieces().forEach(piece -> events.add(Answers.piece(piece)));
        events.add(Answers.finish("stop"));
        events.add(Answers.usage(gust.promptTokens(), gust.completionTokens()));
        events.add("[DONE]");
        return events.stream().map(data -> "data: " + data + "\n\n").toList();
    }
}
