package dev.undercut.provider.sandbox;

import dev.undercut.provider.Provider;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Serves the simulated models of {@link SandboxModels} in the OpenAI dialect, without any network.
 *
 * <p>An answer is a pure function of the sandbox's seed, the model, the conversation and the
 * request's {@code seed}; without one a counter makes every call a fresh sample. Safe for many
 * threads.
 */
public final class SandboxProvider implements Provider {

    /** The id of this provider. */
    public static final String ID = "sandbox";

    private final long seed;
    private final InstantSource clock;
    private final Pacing pacing;
    private final AskReader reader;
    private final Speaker speaker;
    private final CompletionWriter writer = new CompletionWriter();
    private final AtomicLong calls = new AtomicLong();

    /**
     * A sandbox.
     *
     * @param seed decides who is right about what; the same seed gives the same sandbox
     * @param clock dates the answers
     * @param pacing how time passes: {@link Pacing#real} to be as slow as stated
     */
    public SandboxProvider(long seed, InstantSource clock, Pacing pacing) {
        this.seed = seed;
        this.clock = clock;
        this.pacing = pacing;
        this.reader =
                new AskReader(
                        SandboxModels.family().stream()
                                .collect(Collectors.toMap(SandboxModel::id, Function.identity())));
        this.speaker = new Speaker(new Sampler(seed));
    }

    @Override
    public String id() {
        return ID;
    }

    @Override
    public String dialect() {
        return "openai";
    }

    /**
     * Answers one request. Returns after the model's time to first token; whether it streams is
     * decided by the request's own {@code stream}, as at any provider.
     */
    @Override
    public Answer post(Call call) throws IOException {
        Pacing.Pace pace = pacing.begin();
        try {
            return answer(call, pace);
        } catch (Refusal refusal) {
            byte[] error = writer.error(refusal);
            return whole(refusal.status, Dice.hash(seed, calls.get()), Duration.ZERO, error, pace);
        }
    }

    private Answer answer(Call call, Pacing.Pace pace) throws IOException {
        if (!call.path().endsWith("/chat/completions")) {
            throw Refusal.notFound("Unknown request URL: POST " + call.path(), null, "unknown_url");
        }
        Ask ask = reader.read(call.body());
        long conversation = Dice.hash(seed, Dice.hash(ask.model().id()), ask.conversation());
        Long asked = ask.seed();
        long nonce =
                asked != null ? Dice.hash(1, asked) : Dice.hash(2, seed, calls.getAndIncrement());
        long identity = Dice.hash(conversation, nonce);
        Completion completion = completion(ask, conversation, identity);
        if (!pace.reach(ask.model().firstToken(), call.firstByte())) {
            pace.end();
            throw new SocketTimeoutException("no answer within " + call.firstByte());
        }
        if (ask.stream()) {
            EventSource events = new EventSource(writer, completion, ask.includeUsage());
            Map<String, String> headers = headers("text/event-stream; charset=utf-8", identity);
            return new SandboxAnswer(200, headers, new PacedBody(events, pace), pace);
        }
        Duration due = EventSource.due(ask.model(), completion.longest());
        return whole(200, identity, due, writer.completion(completion), pace);
    }

    private Completion completion(Ask ask, long conversation, long identity) {
        List<Choice> choices = new ArrayList<>(ask.n());
        for (int i = 0; i < ask.n(); i++) {
            Choice choice = speaker.say(ask, conversation, Dice.hash(identity, i));
            choices.add(choice.limited(ask.stops(), ask.maxTokens()));
        }
        return new Completion(
                "chatcmpl-sandbox" + HexFormat.of().toHexDigits(identity),
                clock.instant().getEpochSecond(),
                ask.model(),
                choices,
                ask.promptTokens(),
                ask.cachedTokens());
    }

    private static Answer whole(
            int status, long identity, Duration due, byte[] body, Pacing.Pace pace) {
        Iterator<PacedBody.Event> once = List.of(new PacedBody.Event(due, body)).iterator();
        return new SandboxAnswer(
                status,
                headers("application/json", identity),
                new PacedBody(() -> once.hasNext() ? once.next() : null, pace),
                pace);
    }

    private static Map<String, String> headers(String contentType, long identity) {
        String id = "req_sandbox" + HexFormat.of().toHexDigits(identity);
        return Map.of("content-type", contentType, "x-request-id", id);
    }
}
