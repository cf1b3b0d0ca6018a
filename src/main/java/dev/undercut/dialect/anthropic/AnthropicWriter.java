package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.CacheMark;
import dev.undercut.chat.Conversation.Sampling;
import dev.undercut.chat.Part;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Outgoing.Target;
import dev.undercut.dialect.RefusedException;
import dev.undercut.dialect.wire.ForeignFields;
import dev.undercut.dialect.wire.JsonBody;
import java.io.IOException;
import java.math.BigDecimal;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Says a conversation as a Messages request. */
final class AnthropicWriter {
    /** What a request without a limit gets where the model's own is not known: all have that. */
    private static final long LEAST_LIMIT = 4_096;

    /** What a request without a limit gets at most. */
    private static final long USUAL_LIMIT = 32_000;

    private final Conversation conversation;
    private final Target target;
    private final MessageList messages;
    private final ToolPlan tools;
    private final ThinkingPlan thinking;
    private final long maxTokens;

    private AnthropicWriter(Conversation conversation, Target target) throws RefusedException {
        this.conversation = conversation;
        this.target = target;
        this.maxTokens = maxTokens(conversation, target);
        this.messages = MessageList.of(conversation);
        this.tools = ToolPlan.of(conversation, target);
        this.thinking =
                ThinkingPlan.of(
                        conversation.thinking(),
                        maxTokens,
                        target.quirks().models().thinksByBudget(target.model()),
                        !tools.isForced() && messages.canThink());
    }

    /**
     * The request's body.
     *
     * @throws RefusedException naming the client's field that cannot be said
     */
    static byte[] write(Conversation conversation, Target target) throws RefusedException {
        refuseWhatHasNoWords(conversation);
        AnthropicWriter writer = new AnthropicWriter(conversation, target);
        writer.refuseSampling();
        return JsonBody.of(1024, writer::body);
    }

    private static void refuseWhatHasNoWords(Conversation conversation) throws RefusedException {
        if (conversation.choices() > 1) {
            throw unsupported("n", "one answer a request");
        }
        refusePenalty("frequency_penalty", conversation.sampling().frequencyPenalty());
        refusePenalty("presence_penalty", conversation.sampling().presencePenalty());
        for (var other : conversation.others().entrySet()) {
            if (!ForeignFields.isHarmless(other.getKey(), other.getValue())) {
                throw unsupported(other.getKey(), "no such field");
            }
        }
    }

    private static void refusePenalty(String name, @Nullable String value) throws RefusedException {
        if (value != null && new BigDecimal(value).signum() != 0) {
            throw unsupported(name, "no penalties");
        }
    }

    /** A draw at temperature 1 from all tokens is what such models do anyway. */
    private void refuseSampling() throws RefusedException {
        if (target.quirks().models().isSampled(target.model())) {
            return;
        }
        Sampling sampling = conversation.sampling();
        if (!isOne(sampling.temperature())) {
            throw unsupported("temperature", "no temperature for " + target.model());
        }
        if (!isOne(sampling.topP())) {
            throw unsupported("top_p", "no top_p for " + target.model());
        }
        if (sampling.topK() != null) {
            throw unsupported("top_k", "no top_k for " + target.model());
        }
    }

    private static boolean isOne(@Nullable String number) {
        return number == null || new BigDecimal(number).compareTo(BigDecimal.ONE) == 0;
    }

    /** Something that this dialect has no words for. */
    static RefusedException unsupported(String field, String what) {
        return new RefusedException(
                new Refusal(
                        Refusal.Kind.INVALID,
                        "unsupported_parameter",
                        field + ": not supported by this provider, which knows " + what,
                        field));
    }

    private static long maxTokens(Conversation conversation, Target target) {
        Long said = conversation.maxOutput();
        Long most = target.maxOutput();
        long limit = said != null ? said : most == null ? LEAST_LIMIT : Math.min(most, USUAL_LIMIT);
        return target.outputLimit() == null ? limit : Math.min(limit, target.outputLimit());
    }

    private void body(JsonGenerator json) throws IOException {
        json.writeStartObject();
        json.writeStringField("model", target.model());
        json.writeNumberField("max_tokens", maxTokens);
        if (target.stream()) {
            json.writeBooleanField("stream", true);
        }
        system(json);
        messages.write(json);
        tools.write(json);
        sampling(json);
        stop(json);
        thinking.write(json);
        outputConfig(json);
        if (conversation.user() != null) {
            json.writeObjectFieldStart("metadata");
            json.writeStringField("user_id", conversation.user());
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    private void system(JsonGenerator json) throws IOException {
        List<Part.Text> texts = messages.system();
        if (texts.isEmpty()) {
            return;
        }
        json.writeArrayFieldStart("system");
        for (Part.Text text : texts) {
            BlockWriter.text(json, text.text(), text.cache());
        }
        json.writeEndArray();
    }

    /** The range ends at 1. Thinking wants its own way of drawing; newer models want one knob. */
    private void sampling(JsonGenerator json) throws IOException {
        Sampling sampling = conversation.sampling();
        if (thinking.isOn() || !target.quirks().models().isSampled(target.model())) {
            return;
        }
        String temperature = sampling.temperature();
        if (temperature != null) {
            boolean hot = new BigDecimal(temperature).compareTo(BigDecimal.ONE) > 0;
            json.writeFieldName("temperature");
            json.writeRawValue(hot ? "1" : temperature);
        }
        if (sampling.topP() != null && !(temperature != null && isOne(sampling.topP()))) {
            json.writeFieldName("top_p");
            json.writeRawValue(sampling.topP());
        }
        if (sampling.topK() != null) {
            json.writeNumberField("top_k", sampling.topK());
        }
    }

    private void stop(JsonGenerator json) throws IOException {
        List<String> stops = conversation.stop().stream().filter(s -> !s.isBlank()).toList();
        if (!stops.isEmpty()) {
            json.writeArrayFieldStart("stop_sequences");
            for (String stop : stops) {
                json.writeString(stop);
            }
            json.writeEndArray();
        }
    }

    private void outputConfig(JsonGenerator json) throws IOException {
        String effort = thinking.effort();
        String schema = tools.schema();
        if (effort == null && schema == null) {
            return;
        }
        json.writeObjectFieldStart("output_config");
        if (effort != null) {
            json.writeStringField("effort", effort);
        }
        if (schema != null) {
            json.writeObjectFieldStart("format");
            json.writeStringField("type", "json_schema");
            json.writeFieldName("schema");
            json.writeRawValue(schema);
            json.writeEndObject();
        }
        json.writeEndObject();
    }

    /** The mark of the prompt cache. */
    static void cacheMark(JsonGenerator json, @Nullable CacheMark mark) throws IOException {
        if (mark == null) {
            return;
        }
        json.writeObjectFieldStart("cache_control");
        json.writeStringField("type", "ephemeral");
        if (mark == CacheMark.HOUR) {
            json.writeStringField("ttl", "1h");
        }
        json.writeEndObject();
    }
}
