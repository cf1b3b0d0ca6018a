package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.undercut.app.House;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What own calls measure of an offer of the market is shown beside its price. */
@Timeout(60)
class MeasuredSpeedTest {
    private static final String OFFER = "groq/llama-3.3-70b-instruct";
    private static final String QUESTION = "/api/market/frontier?axis=speed";

    @TempDir Path home;

    @Test
    void streamed_calls_place_an_offer_on_the_axis_of_speed_also_after_a_restart()
            throws Exception {
        try (World world = world()) {
            world.gamma.answers(call -> {
                call.beginStream();
                call.event(Answers.role());
                for (int i = 0; i < 5; i++) {
                    call.event(Answers.piece("word "));
                    TimeUnit.MILLISECONDS.sleep(10);
                }
                call.event(Answers.finish("stop"));
                call.event(Answers.usage(10, 50));
                call.done();
            });
            assertThat(Wire.get(world.port(), QUESTION).text()).contains("no speed has been");
            for (int i = 0; i < 3; i++) {
                assertThat(world.chat(World.askStream(OFFER, "x")).status()).isEqualTo(200);
            }
            JsonNode points = Wire.get(world.port(), QUESTION).json().path("points");
            assertThat(points).hasSize(1);
            assertThat(points.at("/0/provider").asText()).isEqualTo("groq");
            assertThat(points.at("/0/tokens_per_s").asDouble()).isBetween(10.0, 1000.0);
        }
        Path file = home.resolve("undercut.yaml");
        Files.writeString(file, "data_dir: " + home.resolve("data"));
        House.Ran ran =
                House.run(
                        "market", "race", "--axis", "speed", "--json", "--config", file.toString());
        assertThat(ran.err()).isEmpty();
        assertThat(new JsonMapper().readTree(ran.out()).at("/0/model").asText())
                .isEqualTo("llama-3.3-70b-instruct");
    }

    private World world() throws Exception {
        return new World(
                home,
                """
                  groq:
                    base_url: http://127.0.0.1:%d/v1
                    api_key: gsk-0123456789abcdef
                """,
                world -> world.gamma.port());
    }
}
