package dev.undercut.dialect.openai;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.OriginalBody.Change;
import dev.undercut.chat.Refusal;
import dev.undercut.dialect.Reading;
import java.nio.charset.StandardCharsets;

/** Reads bodies through the room's door. */
final class Requests {
    /** Fields that every request needs, to be put before others. */
    static final String MINIMUM =
            "\"model\":\"m\",\"messages\":[{\"role\":\"user\",\"content\":\"hi\"}]";

    private Requests() {}

    static ChatRequest read(String body) {
        return read(body.getBytes(StandardCharsets.UTF_8));
    }

    static ChatRequest read(byte[] body) {
        Reading reading = new OpenAi().read(body);
        assertThat(reading).isInstanceOf(Reading.Read.class);
        return ((Reading.Read) reading).request();
    }

    /** A request of the least fields and {@code more}. */
    static ChatRequest with(String more) {
        return read("{" + MINIMUM + "," + more + "}");
    }

    static Refusal refusal(String body) {
        return refusal(body.getBytes(StandardCharsets.UTF_8));
    }

    static Refusal refusal(byte[] body) {
        Reading reading = new OpenAi().read(body);
        assertThat(reading).isInstanceOf(Reading.Refused.class);
        return ((Reading.Refused) reading).refusal();
    }

    static Refusal refusalWith(String more) {
        return refusal("{" + MINIMUM + "," + more + "}");
    }

    static String rewritten(String body, Change change) {
        return new String(read(body).body().rewritten(change), StandardCharsets.UTF_8);
    }
}
