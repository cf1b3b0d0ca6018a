package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.openai.client.OpenAIClient;
import com.openai.client.okhttp.OpenAIOkHttpClient;
import com.openai.models.embeddings.CreateEmbeddingResponse;
import com.openai.models.embeddings.EmbeddingCreateParams;
import dev.undercut.ledger.LedgerEntry;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code POST /v1/embeddings} against the running gateway. */
@TestInstance(Lifecycle.PER_CLASS)
@Timeout(30)
class EmbeddingsTest {
    private static final String NUMBERS =
            """
            {"object":"list","model":"up","data":[{"object":"embedding","index":0,\
            "embedding":[0.25,-1.5,3e-2]}],"usage":{"prompt_tokens":8,"total_tokens":8}}\
            """;
    private static final String ENCODED = NUMBERS.replace("[0.25,-1.5,3e-2]", "\"AACAPgAAwL8=\"");

    private World world;
    private OpenAIClient client;

    @BeforeAll
    void start(@TempDir Path home) throws Exception {
        String vectors =
                """
                  vectors:
                    base_url: http://127.0.0.1:%1$d/v1
                    models:
                      small: {upstream_id: up-small, price: {input: 0.02, output: 0}, \
                context: 8191, features: [embeddings]}
                """;
        world = new World(home, vectors, made -> made.alpha.port());
        client =
                OpenAIOkHttpClient.builder()
                        .baseUrl("http://127.0.0.1:" + world.port() + "/v1")
                        .apiKey("none-needed-yet")
                        .build();
    }

    @AfterAll
    void stop() throws Exception {
        client.close();
        world.close();
    }

    @BeforeEach
    void reset() {
        world.reset();
        world.alpha.answersJson(200, NUMBERS);
    }

    @Test
    void a_text_becomes_a_vector_and_is_billed() {
        CreateEmbeddingResponse answer =
                client.embeddings()
                        .create(EmbeddingCreateParams.builder().model("small").input("a").build());

        assertThat(answer.data().getFirst().embedding().get(1)).isCloseTo(-1.5f, within(1e-6f));
        assertThat(world.alpha.calls().getFirst().head().firstLine())
                .isEqualTo("POST /v1/embeddings HTTP/1.1");
        LedgerEntry entry = world.newest();
        assertThat(entry.provider()).isEqualTo("vectors");
        assertThat(entry.usage()).isNotNull();
        assertThat(entry.usage().totalInput()).isEqualTo(8);
        assertThat(entry.cost()).hasToString("$0.00000016");
    }

    @Test
    void the_body_goes_out_as_it_came_but_for_the_name() throws Exception {
        String body =
                "{ \"input\" : [[1,2],[3]] , \"model\":\"small\",\"dimensions\":256,\"x\":1e400,"
                        + "\"undercut\":{\"max_usd\":0.01}}";
        Wire.Answer answer = Wire.post(world.port(), "/v1/embeddings", body);

        assertThat(answer.status()).isEqualTo(200);
        assertThat(world.alpha.calls().getFirst().bodyText())
                .isEqualTo(
                        "{ \"input\" : [[1,2],[3]] , \"model\":\"up-small\",\"dimensions\":256,"
                                + "\"x\":1e400}");
        assertThat(answer.text()).startsWith(NUMBERS.substring(0, NUMBERS.length() - 1));
        assertThat(answer.text()).contains("\"undercut\":{");
    }

    @Test
    void a_client_that_asked_for_base64_never_gets_numbers() throws Exception {
        Wire.Answer answer = ask("\"encoding_format\":\"base64\"");

        String encoded = answer.json().path("data").path(0).path("embedding").asText();
        ByteBuffer floats =
                ByteBuffer.wrap(Base64.getDecoder().decode(encoded)).order(ByteOrder.LITTLE_ENDIAN);
        assertThat(List.of(floats.getFloat(), floats.getFloat(), floats.getFloat()))
                .containsExactly(0.25f, -1.5f, 0.03f);
    }

    @Test
    void base64_of_the_provider_is_passed_on_as_it_is() throws Exception {
        world.alpha.answersJson(200, ENCODED);

        assertThat(ask("\"encoding_format\":\"base64\"").text())
                .startsWith(ENCODED.substring(0, ENCODED.length() - 1));
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"model\":\"small\"} | input",
                "{\"input\":\"a\"} | model",
                "{\"model\":\"small\",\"input\":[]} | input",
                "{\"model\":\"small\",\"input\":[\"a\",{}]} | input",
                "{\"model\":\"small\",\"input\":\"a\",\"encoding_format\":\"hex\"} |"
                        + " encoding_format",
                "{\"model\":\"small\",\"input\":\"a\",\"encoding_format\":7} | encoding_format",
                "{\"model\":\"small\",\"model\":\"mini\",\"input\":\"a\"} | model",
            })
    void what_is_wrong_is_named(String body, String param) throws Exception {
        Wire.Answer answer = Wire.post(world.port(), "/v1/embeddings", body);

        assertThat(answer.status()).isEqualTo(400);
        assertThat(answer.json().path("error").path("param").asText()).isEqualTo(param);
    }

    @Test
    void a_model_that_only_chats_makes_none() throws Exception {
        Wire.Answer answer =
                Wire.post(world.port(), "/v1/embeddings", "{\"model\":\"mini\",\"input\":\"a\"}");

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("not known to support embeddings");
    }

    @Test
    void a_model_of_vectors_answers_no_chat() throws Exception {
        Wire.Answer answer = world.chat(World.ask("small", "hello"));

        assertThat(answer.status()).isEqualTo(404);
        assertThat(answer.text()).contains("makes embeddings only");
        assertThat(world.alpha.calls()).isEmpty();
    }

    private Wire.Answer ask(String more) throws Exception {
        return Wire.post(
                world.port(),
                "/v1/embeddings",
                "{\"model\":\"small\",\"input\":\"a\"," + more + "}");
    }
}
