package dev.undercut.app.compute;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.app.Setup;
import dev.undercut.app.Wiring;
import dev.undercut.dialect.openai.OpenAi;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code undercut compute estimate}. */
@Command(
        name = "estimate",
        description = "What a run would cost: expected, in nine of ten cases, at worst. No call.",
        mixinStandardHelpOptions = true)
final class EstimateCommand implements Callable<Integer> {
    @Mixin Setup setup = new Setup();
    @Mixin Question question = new Question();

    @Option(names = "--json", description = "One JSON document and nothing else.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        byte[] body = question.body(setup, false, true);
        try (Wiring house = setup.wiring()) {
            house.serving().discover();
            Kept answer = new Kept();
            house.calls().chat(house.calls().admit(new OpenAi(), null, answer), body);
            JsonNode document = answer.document();
            if (document.has("error")) {
                setup.err().println("undercut: " + document.at("/error/message").asText());
                return CommandLine.ExitCode.SOFTWARE;
            }
            if (json) {
                setup.out().println(document.toPrettyString());
            } else {
                table(document.at("/undercut/compute"));
            }
            setup.out().flush();
            return CommandLine.ExitCode.OK;
        }
    }

    private void table(JsonNode compute) {
        List<String> models = new ArrayList<>();
        compute.path("models").forEach(model -> models.add(model.asText()));
        JsonNode costs = compute.path("estimate");
        setup.out()
                .println(
                        compute.path("strategy").asText()
                                + " over "
                                + String.join(", ", models)
                                + (compute.hasNonNull("judge")
                                        ? ", judged by " + compute.path("judge").asText()
                                        : ""));
        setup.out()
                .println(
                        "calls     "
                                + costs.path("expected_calls").asText()
                                + " expected, "
                                + costs.path("most_calls").asText()
                                + " at most");
        setup.out().println("expected  " + money(costs.path("expected_usd")));
        setup.out().println("p90       " + money(costs.path("p90_usd")));
        setup.out().println("worst     " + money(costs.path("worst_usd")));
        if (costs.has("note")) {
            setup.out().println("note      " + costs.path("note").asText());
        }
    }

    private static String money(JsonNode value) {
        return value.isNumber() ? "$" + value.decimalValue().toPlainString() : "unknown";
    }
}
