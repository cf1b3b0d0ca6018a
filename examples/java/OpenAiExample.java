import com.fasterxml.jackson.databind.JsonNode;
import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.core.JsonValue;
import com.openai.core.http.StreamResponse;
import com.openai.models.chat.completions.ChatCompletionChunk;
import com.openai.models.chat.completions.ChatCompletionCreateParams;
import java.util.Map;

/** OpenAI's SDK for Java: java -cp 'LIBRARIES/*' OpenAiExample.java */
class OpenAiExample {

    public static void main(String[] args) {
        var env = System.getenv();
        OpenAIClient client =
                OpenAIOkHttpClient.builder()
                        // The one change: where requests go.
                        .baseUrl(env.getOrDefault("UNDERCUT_URL", "http://127.0.0.1:4747") + "/v1")
                        .apiKey(env.getOrDefault("UNDERCUT_KEY", "none"))
                        .build();
        ChatCompletionCreateParams question =
                ChatCompletionCreateParams.builder()
                        // The cheapest model at least this capable, whoever sells it.
                        .model("undercut/20")
                        .addUserMessage("What is 17*23?")
                        // Refines the choice for this request; it never reaches a provider.
                        .putAdditionalBodyProperty(
                                "undercut",
                                JsonValue.from(Map.of("max_usd", 0.01, "task", "examples")))
                        .build();
        try (StreamResponse<ChatCompletionChunk> answer =
                client.chat().completions().createStreaming(question)) {
            answer.stream().forEach(OpenAiExample::print);
        }
        client.close();
    }

    private static void print(ChatCompletionChunk chunk) {
        chunk.choices().stream()
                .flatMap(choice -> choice.delta().content().stream())
                .forEach(System.out::print);
        // The last chunk carries the receipt: who answered, what it cost, what was saved.
        JsonValue receipt = chunk._allProperties().get("undercut");
        if (receipt != null) {
            show(receipt.convert(JsonNode.class));
        }
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
