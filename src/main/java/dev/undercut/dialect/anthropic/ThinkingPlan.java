package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation.Thinking;
import dev.undercut.chat.Effort;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/**
 * How a model is told to think: newer ones by an effort, older ones by a number of tokens within
 * the output limit.
 *
 * @param type {@code adaptive}, {@code enabled}, {@code disabled}, or null to say nothing
 * @param budget tokens, with {@code enabled} only
 * @param display {@code summarized} or {@code omitted}, or null for the model's own default
 * @param effort for {@code output_config}, or null
 */
record ThinkingPlan(
        @Nullable String type,
        @Nullable Long budget,
        @Nullable String display,
        @Nullable String effort) {
    /** The smallest budget that the API takes. */
    private static final long LEAST_BUDGET = 1_024;

    private static final ThinkingPlan NOTHING = new ThinkingPlan(null, null, null, null);
    private static final ThinkingPlan OFF = new ThinkingPlan("disabled", null, null, null);

    /**
     * What to send.
     *
     * @param maxTokens the output limit, which holds for thinking and answer together
     * @param byBudget whether the model wants a number of tokens
     * @param possible whether a budget may stand beside the rest of the request
     */
    static ThinkingPlan of(Thinking thinking, long maxTokens, boolean byBudget, boolean possible) {
        if (thinking.effort() == Effort.NONE) {
            return OFF;
        }
        if (thinking.effort() == Effort.DEFAULT && thinking.budget() == null) {
            return NOTHING;
        }
        if (!byBudget) {
            Boolean show = thinking.show();
            String display = show == null ? null : show ? "summarized" : "omitted";
            return new ThinkingPlan("adaptive", null, display, effort(thinking.effort()));
        }
        long wanted =
                thinking.budget() == null
                        ? maxTokens * percent(thinking.effort()) / 100
                        : thinking.budget();
        long budget = Math.min(Math.max(wanted, LEAST_BUDGET), maxTokens - 1);
        return possible && budget >= LEAST_BUDGET
                ? new ThinkingPlan("enabled", budget, null, null)
                : NOTHING;
    }

    boolean isOn() {
        return type != null && !type.equals("disabled");
    }

    void write(JsonGenerator json) throws IOException {
        if (type == null) {
            return;
        }
        json.writeObjectFieldStart("thinking");
        json.writeStringField("type", type);
        if (budget != null) {
            json.writeNumberField("budget_tokens", budget);
        }
        if (display != null) {
            json.writeStringField("display", display);
        }
        json.writeEndObject();
    }

    private static @Nullable String effort(Effort effort) {
        return switch (effort) {
            case NONE, DEFAULT -> null;
            case MINIMAL, LOW -> Effort.LOW.code();
            case MEDIUM, HIGH, XHIGH, MAX -> effort.code();
        };
    }

    /** The share of the output limit: OpenRouter's documented ratios for models with budgets. */
    private static int percent(Effort effort) {
        return switch (effort) {
            case NONE, MINIMAL -> 10;
            case LOW -> 20;
            case DEFAULT, MEDIUM -> 50;
            case HIGH -> 80;
            case XHIGH, MAX -> 95;
        };
    }
}
