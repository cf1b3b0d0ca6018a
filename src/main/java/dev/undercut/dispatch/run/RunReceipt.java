package dev.undercut.dispatch.run;

import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.Usage;
import dev.undercut.compute.run.RunResult;
import dev.undercut.compute.run.RunResult.Candidate;
import dev.undercut.compute.run.Totals;
import dev.undercut.compute.run.Watcher;
import dev.undercut.compute.spec.Estimate;
import dev.undercut.dialect.Json;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.money.Usd;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Writes the {@code undercut} objects of runs. */
final class RunReceipt {
    private static final int CLIP = 80;

    private RunReceipt() {}

    /** What the answer of a run carries. */
    static String of(Planned planned, RunResult result, LedgerEntry entry) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("request_id", entry.requestId());
        json.put("provider", entry.provider());
        json.put("model", entry.model());
        usd(json, "cost_usd", entry.cost());
        usd(json, "baseline_usd", entry.baseline());
        usd(json, "saved_usd", entry.saved());
        json.put("baseline_model", entry.baselineModel());
        json.put("reason", planned.spec().strategy().name() + " over " + models(planned));
        json.put("cost_note", entry.costNote());
        json.putArray("attempts");
        json.put("cached", false);
        compute(json.putObject("compute"), planned, result);
        return write(json);
    }

    private static String models(Planned planned) {
        return String.join(", ", planned.spec().models().stream().distinct().toList());
    }

    private static void compute(ObjectNode json, Planned planned, RunResult result) {
        Totals totals = result.totals();
        json.put("run_id", planned.run());
        json.put("strategy", planned.spec().strategy().name());
        json.put("calls", totals.calls());
        json.put("cancelled", totals.cancelled());
        usd(json, "cost_usd", totals.cost());
        usd(json, "est_usd", planned.estimate().expected());
        json.put("wall_ms", totals.millis());
        json.put("stop_reason", result.reason().code());
        json.put("agreement", result.agreement());
        json.put("score", result.score());
        json.put("seed", planned.spec().seed());
        if (!result.ranked().isEmpty()) {
            Candidate winner = result.ranked().getFirst();
            int model = winner.node().trial().model();
            json.put("winner", model < 0 ? null : planned.spec().models().get(model));
            Usage usage = winner.note() == null ? null : winner.note().usage();
            if (usage != null) {
                usage(json.putObject("usage_winner"), usage);
            }
        }
        json.put("link", "/v1/runs/" + planned.run());
    }

    private static void usage(ObjectNode json, Usage usage) {
        json.put("prompt_tokens", usage.totalInput());
        json.put("completion_tokens", usage.totalOutput());
        json.put("total_tokens", usage.total());
        json.put("cached_tokens", usage.cacheRead());
        json.put("reasoning_tokens", usage.reasoning());
    }

    /** What stands in the middle of a stream. */
    static String progress(Planned planned, Watcher.Progress far) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode compute = json.putObject("compute");
        compute.put("run_id", planned.run());
        compute.put("done", far.done());
        compute.put("total", far.total());
        compute.put("agree", far.agree());
        compute.put("best", far.best() == null ? null : clipped(far.best()));
        compute.put("calls", far.calls());
        usd(compute, "spent_usd", far.spent());
        Double eta = far.etaSeconds();
        compute.put("eta_s", eta == null ? null : Math.round(eta * 10) / 10.0);
        return write(json);
    }

    /** The same for people, on one line. */
    static String line(Watcher.Progress far) {
        String best = far.best() == null ? "" : ", leading: " + clipped(far.best());
        return far.done() + " of " + far.total() + " told, " + far.spent() + best + "\n";
    }

    private static String clipped(String text) {
        String line = text.strip().replaceAll("\\s+", " ");
        return line.length() <= CLIP ? line : line.substring(0, CLIP) + "…";
    }

    /** What a dry run answers. */
    static String estimate(Planned planned) {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        ObjectNode undercut = json.putObject("undercut");
        undercut.put("dry_run", true);
        ObjectNode compute = undercut.putObject("compute");
        compute.put("strategy", planned.spec().strategy().name());
        compute.put("n", planned.spec().strategy().n());
        List<String> models = planned.spec().models();
        var named = compute.putArray("models");
        models.forEach(named::add);
        Integer judge = planned.spec().judge();
        compute.put("judge", judge == null ? null : models.get(judge));
        Estimate estimate = planned.estimate();
        ObjectNode costs = compute.putObject("estimate");
        usd(costs, "expected_usd", estimate.expected());
        usd(costs, "p90_usd", estimate.p90());
        usd(costs, "worst_usd", estimate.worst());
        costs.put("expected_calls", Math.round(estimate.calls() * 10) / 10.0);
        costs.put("most_calls", estimate.mostCalls());
        if (!estimate.note().isEmpty()) {
            costs.put("note", estimate.note());
        }
        compute.set("wish", planned.wish());
        return write(json);
    }

    private static void usd(ObjectNode json, String key, @Nullable Usd amount) {
        json.put(key, amount == null ? null : amount.dollars());
    }

    private static String write(ObjectNode json) {
        try {
            return Json.MAPPER
                    .writer()
                    .with(JsonGenerator.Feature.WRITE_BIGDECIMAL_AS_PLAIN)
                    .writeValueAsString(json);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }
}
