import com.anthropic.client.AnthropicClient;
import com.anthropic.client.okhttp.AnthropicOkHttpClient;
import com.anthropic.core.JsonValue;
import com.anthropic.core.http.StreamResponse;
import com.anthropic.models.messages.MessageCreateParams;
import com.anthropic.models.messages.RawMessageStreamEvent;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;

/** Anthropic's SDK for Java: java -cp 'LIBRARIES/*' AnthropicExample.java */
class AnthropicExample {

    public static void main(String[] args) {
        var env = System.getenv();
        AnthropicClient client =
                AnthropicOkHttpClient.builder()
                        // The one change: where requests go. This SDK adds /v1/messages itself.
                        .baseUrl(env.getOrDefault("UNDERCUT_URL", "http://127.0.0.1:4747"))
                        .apiKey(env.getOrDefault("UNDERCUT_KEY", "none"))
                        .build();
        MessageCreateParams question =
                MessageCreateParams.builder()
                        // The cheapest model at least this capable, whatever dialect it speaks.
                        .model("undercut/20")
                        .maxTokens(256)
                        .addUserMessage("What is 17*23?")
                        // Refines the choice for this request; it never reaches a provider.
                        .putAdditionalBodyProperty(
                                "undercut",
                                JsonValue.from(Map.of("max_usd", 0.01, "task", "examples")))
                        .build();
        try (StreamResponse<RawMessageStreamEvent> answer =
                client.messages().createStreaming(question)) {
            answer.stream().forEach(AnthropicExample::print);
        }
        client.close();
    }

    private static void print(RawMessageStreamEvent event) {
        event.contentBlockDelta()
                .flatMap(delta -> delta.delta().text())
                .ifPresent(text -> System.out.print(text.text()));
        // message_delta carries the receipt: who answered, what it cost, what was saved.
        event.messageDelta()
                .map(delta -> delta._additionalProperties().get("undercut"))
                .ifPresent(receipt -> show(receipt.convert(JsonNode.class)));
    }

    private static void show(JsonNode receipt) {
        System.out.printf(
                "%n%s/%s for %.8f USD, saved %.8f USD%n",
                receipt.path("provider").asText(),
                receipt.path("model").asText(),
                receipt.path("cost_usd").asDouble(),
                receipt.path("saved_usd").asDouble());
    }
}
