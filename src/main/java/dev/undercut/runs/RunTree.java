package dev.undercut.runs;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Usage;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.run.CallNote;
import dev.undercut.compute.run.RunNode;
import dev.undercut.compute.run.RunResult;
import dev.undercut.compute.run.Totals;
import dev.undercut.money.Usd;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** A run as JSON: every trial with parent, score, tokens, money and times; no text of anybody. */
public final class RunTree {
    private static final JsonMapper MAPPER = new JsonMapper();

    private RunTree() {}

    /** A run that has ended. */
    public static String ended(RunHead head, RunResult result) {
        ObjectNode json = head(head, result.reason().code());
        json.put("agreement", result.agreement());
        json.put("score", result.score());
        Integer winner =
                result.ranked().isEmpty() ? null : result.ranked().getFirst().node().trial().id();
        json.put("winner", winner);
        Totals totals = result.totals();
        json.put("calls", totals.calls());
        json.put("cancelled", totals.cancelled());
        usd(json, "cost_usd", totals.cost());
        json.put("wall_ms", totals.millis());
        json.set("usage", usage(totals.usage()));
        nodes(json.putArray("nodes"), head, result.nodes());
        return write(json);
    }

    /**
     * A run that has not.
     *
     * @param state {@code running} or {@code interrupted}
     */
    public static String open(RunHead head, String state, List<RunNode> nodes) {
        ObjectNode json = head(head, state);
        json.putNull("winner");
        nodes(json.putArray("nodes"), head, nodes);
        return write(json);
    }

    private static ObjectNode head(RunHead head, String state) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("run_id", head.id());
        json.put("started", head.started().toString());
        json.put("requested_model", head.requested());
        json.put("strategy", head.strategy());
        ArrayNode models = json.putArray("models");
        head.models().forEach(models::add);
        json.put("state", state);
        return json;
    }

    private static void nodes(ArrayNode all, RunHead head, List<RunNode> nodes) {
        for (RunNode node : nodes) {
            ObjectNode json = all.addObject();
            json.put("trial", node.trial().id());
            json.put("parent", node.trial().parent() < 0 ? null : node.trial().parent());
            json.put("ask", node.trial().ask().getClass().getSimpleName().toLowerCase(Locale.ROOT));
            int model = node.trial().model();
            json.put("model", model < 0 ? null : head.models().get(model));
            outcome(json, node.outcome());
            json.put("started_ms", node.startedMillis());
            json.put("told_ms", node.toldMillis());
            usd(json, "cost_usd", node.cost());
            json.set("usage", usage(node.usage()));
            ArrayNode calls = json.putArray("calls");
            node.notes().forEach(note -> call(calls.addObject(), note));
        }
    }

    private static void outcome(ObjectNode json, @Nullable Outcome outcome) {
        switch (outcome) {
            case null -> json.put("outcome", "waiting");
            case Outcome.Failed(Outcome.Reason reason) ->
                    json.put("outcome", reason.name().toLowerCase(Locale.ROOT));
            case Outcome.Answered said -> {
                json.put("outcome", "answered");
                json.put("score", said.score());
                json.put("passed", said.passed());
            }
        }
    }

    private static void call(ObjectNode json, CallNote note) {
        json.put("request_id", note.id());
        json.put("purpose", note.purpose().name().toLowerCase(Locale.ROOT));
        json.put("provider", note.provider());
        json.put("model", note.model());
        json.put("outcome", note.outcome());
        json.put("ms", note.millis());
        usd(json, "cost_usd", note.cost());
        if (note.estimated()) {
            json.put("usage_basis", "estimated");
        }
    }

    private static ObjectNode usage(Usage usage) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("input", usage.input());
        json.put("cache_read", usage.cacheRead());
        json.put("cache_write", usage.cacheWrite() + usage.cacheWriteHour());
        json.put("output", usage.output());
        json.put("reasoning", usage.reasoning());
        return json;
    }

    private static void usd(ObjectNode json, String key, @Nullable Usd amount) {
        json.put(key, amount == null ? null : amount.dollars());
    }

    private static String write(ObjectNode json) {
        try {
            return MAPPER.writer()
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
