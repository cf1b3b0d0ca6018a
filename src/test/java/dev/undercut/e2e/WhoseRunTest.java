package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Who may look at a run. */
@Timeout(60)
class WhoseRunTest {
    private static final String ADMIN = "an-operator-key-of-forty-random-letters";

    @TempDir private Path home;

    @Test
    void a_run_is_shown_to_the_key_that_paid_for_it_and_to_the_operator() throws Exception {
        try (World world = new World(home, "")) {
            world.alpha.answers(call -> call.stream(10, 5, "It is 42"));
            String early = run(world);
            assertThat(status(world, early)).as("with no key made yet").isEqualTo(200);
            String payer = "Authorization: Bearer " + world.house.newKey("payer");
            String other = "Authorization: Bearer " + world.house.newKey("other");
            world.house.adoptAdminKey(ADMIN);
            String admin = "x-api-key: " + ADMIN;
            Patience.until("keys to count", () -> models(world, "X-Nothing: 1") == 401);
            Patience.until("all of them to count", () -> models(world, admin) == 200);

            String run = run(world, payer);
            assertThat(status(world, run, payer)).isEqualTo(200);
            assertThat(status(world, run + ".svg", payer)).isEqualTo(200);
            assertThat(status(world, run, admin)).isEqualTo(200);
            assertThat(status(world, run)).isEqualTo(401);
            Wire.Answer hidden = Wire.get(world.port(), "/v1/runs/" + run, other);
            Wire.Answer none = Wire.get(world.port(), "/v1/runs/req_none", other);
            assertThat(hidden.status()).isEqualTo(404);
            assertThat(hidden.text()).isEqualTo(none.text());
            assertThat(status(world, run + ".svg", other)).isEqualTo(404);
            assertThat(status(world, early, payer)).isEqualTo(404);
            assertThat(status(world, early, admin)).isEqualTo(200);
        }
    }

    private static String run(World world, String... headers) throws IOException {
        return world.chat(World.ask("mini:vote-3", "6*7?"), headers).header("x-undercut-run");
    }

    private static int status(World world, String run, String... headers) throws IOException {
        return Wire.get(world.port(), "/v1/runs/" + run, headers).status();
    }

    private static int models(World world, String header) {
        try {
            return Wire.get(world.port(), "/v1/models", header).status();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }
}
