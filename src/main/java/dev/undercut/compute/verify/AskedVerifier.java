package dev.undercut.compute.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** Asks somebody else's program. One that does not answer as agreed neither passes nor scores. */
final class AskedVerifier implements Verifier {
    private static final int FEEDBACK_CHARS = 4000;

    private final Callback callback;
    private final URI url;
    private final Duration patience;

    AskedVerifier(Callback callback, URI url, Duration patience) {
        this.callback = callback;
        this.url = url;
        this.patience = patience;
    }

    @Override
    public Finding verify(String text, @Nullable String answer) throws InterruptedException {
        ObjectNode question = JsonTexts.MAPPER.createObjectNode();
        question.put("text", text);
        question.put("answer", answer);
        try {
            byte[] reply =
                    callback.post(url, JsonTexts.MAPPER.writeValueAsBytes(question), patience);
            return read(JsonTexts.MAPPER.readTree(reply));
        } catch (JsonProcessingException e) {
            return unheard("its answer is no JSON");
        } catch (IOException e) {
            return unheard(String.valueOf(e.getMessage()));
        }
    }

    private static Finding read(JsonNode reply) {
        JsonNode passed = reply.path("passed");
        JsonNode score = reply.path("score");
        boolean says = passed.isBoolean() || passed.isMissingNode() || passed.isNull();
        boolean scores = score.isNumber() || score.isMissingNode() || score.isNull();
        if (!says || !scores || (!passed.isBoolean() && !score.isNumber())) {
            return unheard("it answered without a boolean passed or a number score");
        }
        double value = score.asDouble();
        if (score.isNumber() && !(value >= 0 && value <= 1)) {
            return unheard("its score is not from 0 to 1");
        }
        String feedback = reply.path("feedback").asText("");
        return new Finding(
                passed.isBoolean() ? passed.booleanValue() : null,
                score.isNumber() ? (Double) value : null,
                null,
                feedback.substring(0, Math.min(feedback.length(), FEEDBACK_CHARS)));
    }

    /** Neither right nor wrong: the candidate is as good as not verified. */
    private static Finding unheard(String why) {
        return new Finding(null, null, null, "the verifier could not be asked: " + why);
    }
}
