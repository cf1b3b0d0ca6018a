package dev.undercut.compute.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Usage;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.run.Models.Purpose;
import dev.undercut.money.Usd;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Events as one line of JSON each, and back. Scores keep every bit. */
public final class RunEvents {
    private static final JsonMapper MAPPER = new JsonMapper();

    private RunEvents() {}

    /** An event as JSON on one line. */
    public static String write(RunEvent event) {
        ObjectNode json = MAPPER.createObjectNode();
        switch (event) {
            case RunEvent.Asked(int slots) -> json.put("asked", slots);
            case RunEvent.Started(int trial, long at, Amount worst) -> {
                json.put("started", trial).put("at", at);
                amount(json.putObject("worst"), worst);
            }
            case RunEvent.Told(int trial, long at, Outcome outcome, List<CallNote> notes) -> {
                json.put("told", trial).put("at", at);
                outcome(json, outcome);
                notes(json, notes);
            }
            case RunEvent.Paid(int trial, List<CallNote> notes) -> {
                json.put("paid", trial);
                notes(json, notes);
            }
            case RunEvent.Ended(long at, StopReason reason) ->
                    json.put("ended", reason.code()).put("at", at);
        }
        return json.toString();
    }

    /**
     * The event of that line.
     *
     * @throws IllegalArgumentException when it is none
     */
    public static RunEvent read(String line) {
        try {
            return read(MAPPER.readTree(line));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("no event of a run: " + line, e);
        }
    }

    private static RunEvent read(JsonNode json) {
        long at = json.path("at").asLong();
        if (json.has("asked")) {
            return new RunEvent.Asked(json.path("asked").asInt());
        }
        if (json.has("started")) {
            return new RunEvent.Started(
                    json.path("started").asInt(), at, amount(json.path("worst")));
        }
        if (json.has("told")) {
            return new RunEvent.Told(
                    json.path("told").asInt(), at, outcome(json), notes(json.path("notes")));
        }
        if (json.has("paid")) {
            return new RunEvent.Paid(json.path("paid").asInt(), notes(json.path("notes")));
        }
        if (json.has("ended")) {
            return new RunEvent.Ended(at, StopReason.of(json.path("ended").asText()));
        }
        throw new IllegalArgumentException("no event of a run: " + json);
    }

    private static void amount(ObjectNode json, Amount amount) {
        usd(json, "picos", amount.usd());
        json.put("tokens", amount.tokens()).put("calls", amount.calls());
    }

    private static Amount amount(JsonNode json) {
        return new Amount(
                usd(json, "picos"), json.path("tokens").asLong(), json.path("calls").asInt());
    }

    private static void outcome(ObjectNode json, Outcome outcome) {
        switch (outcome) {
            case Outcome.Failed(Outcome.Reason reason) ->
                    json.put("failed", reason.name().toLowerCase(Locale.ROOT));
            case Outcome.Answered said -> {
                json.put("text", said.text());
                json.put("answer", said.answer());
                json.put("score", said.score());
                json.put("passed", said.passed());
                json.put("behaviour", said.behaviour());
                json.put("feedback", said.feedback());
            }
        }
    }

    private static Outcome outcome(JsonNode json) {
        return json.hasNonNull("failed")
                ? new Outcome.Failed(
                        Outcome.Reason.valueOf(
                                json.path("failed").asText().toUpperCase(Locale.ROOT)))
                : new Outcome.Answered(
                        json.path("text").asText(),
                        text(json, "answer"),
                        json.hasNonNull("score") ? json.path("score").asDouble() : null,
                        json.hasNonNull("passed") ? json.path("passed").asBoolean() : null,
                        text(json, "behaviour"),
                        json.path("feedback").asText());
    }

    private static void notes(ObjectNode json, List<CallNote> notes) {
        ArrayNode all = json.putArray("notes");
        for (CallNote note : notes) {
            ObjectNode one = all.addObject();
            one.put("id", note.id());
            one.put("purpose", note.purpose().name().toLowerCase(Locale.ROOT));
            one.put("provider", note.provider());
            one.put("model", note.model());
            Usage usage = note.usage();
            if (usage != null) {
                one.putArray("usage")
                        .add(usage.input())
                        .add(usage.cacheRead())
                        .add(usage.cacheWrite())
                        .add(usage.cacheWriteHour())
                        .add(usage.output())
                        .add(usage.reasoning());
            }
            usd(one, "picos", note.cost());
            one.put("estimated", note.estimated());
            one.put("ms", note.millis());
            one.put("outcome", note.outcome());
        }
    }

    private static List<CallNote> notes(JsonNode json) {
        List<CallNote> notes = new ArrayList<>(json.size());
        for (JsonNode one : json) {
            JsonNode u = one.path("usage");
            Usage usage =
                    u.isArray()
                            ? new Usage(
                                    u.path(0).asLong(),
                                    u.path(1).asLong(),
                                    u.path(2).asLong(),
                                    u.path(3).asLong(),
                                    u.path(4).asLong(),
                                    u.path(5).asLong())
                            : null;
            notes.add(
                    new CallNote(
                            one.path("id").asText(),
                            Purpose.valueOf(one.path("purpose").asText().toUpperCase(Locale.ROOT)),
                            text(one, "provider"),
                            text(one, "model"),
                            usage,
                            usd(one, "picos"),
                            one.path("estimated").asBoolean(),
                            one.path("ms").asLong(),
                            one.path("outcome").asText()));
        }
        return notes;
    }

    private static void usd(ObjectNode json, String key, @Nullable Usd amount) {
        json.put(key, amount == null ? null : Long.valueOf(amount.picos()));
    }

    private static @Nullable Usd usd(JsonNode json, String key) {
        return json.hasNonNull(key) ? new Usd(json.path(key).asLong()) : null;
    }

    private static @Nullable String text(JsonNode json, String key) {
        return json.hasNonNull(key) ? json.path(key).asText() : null;
    }
}
