package dev.undercut.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A conversation stays where its beginning is in the prompt cache, while that pays. */
@Timeout(60)
class StickyTest {
    private static final String TURN = "{\"role\":\"user\",\"content\":\"%s\"}";
    private static final String LONG = "a long story ".repeat(600);

    @TempDir Path home;

    /** Alpha ("far") is cheaper uncached, beta ("near") reads its cache for a twentieth. */
    private World world(String farPrice, String resilience) throws Exception {
        return new World(
                home,
                """
                  far:
                    base_url: http://127.0.0.1:%%1$d/v1
                    models:
                      pal: {price: {%s}, context: 128000, ci: 50}
                  near:
                    base_url: http://127.0.0.1:%%1$d/v1
                    headers: {x-who: near}
                    models:
                      pal: {price: {input: 2, cached_input: 0.1, output: 2}, context: 128000, ci: 50}
                resilience: {retries: 0, breaker: false%s}
                """
                        .formatted(farPrice, resilience),
                w -> w.alpha.port());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void a_conversation_stays_where_its_beginning_is_cached(boolean on) throws Exception {
        try (World world = world("input: 1.9, output: 2", ", sticky: " + on)) {
            begin(world, "");
            assertThat(who(world, turns(2), "")).isEqualTo(on ? "near" : "far");
            assertThat(who(world, "{\"role\":\"user\",\"content\":\"something else\"}", ""))
                    .as("another conversation")
                    .isEqualTo("far");
        }
    }

    @ParameterizedTest
    @CsvSource({"/v1/messages, messages, max_tokens", "/v1/responses, input, max_output_tokens"})
    void a_conversation_in_another_dialect_stays_too(String path, String field, String limit)
            throws Exception {
        try (World world = world("input: 1.9, output: 2", "")) {
            world.alpha.answers(StickyTest::onlyNear);
            String body = "{\"model\":\"pal\",\"" + limit + "\":90,\"" + field + "\":[%s]}";
            assertThat(whoAt(world, path, body.formatted(turns(1)))).isEqualTo("near");
            world.alpha.answers(call -> call.json(200, Answers.whole("hello", 10, 5)));
            assertThat(whoAt(world, path, body.formatted(turns(2)))).isEqualTo("near");
            String other = TURN.formatted("something else. " + LONG);
            assertThat(whoAt(world, path, body.formatted(other))).isEqualTo("far");
        }
    }

    private static String whoAt(World world, String path, String body) throws Exception {
        Wire.Answer answer = Wire.post(world.port(), path, body, "anthropic-version: 2023-06-01");
        assertThat(answer.status()).as(answer.text()).isEqualTo(200);
        return answer.header("x-undercut-provider");
    }

    @Test
    void it_moves_when_that_saves_more_than_the_cache_is_worth() throws Exception {
        try (World world = world("input: 0.15, cached_input: 0.01, output: 0.1", "")) {
            begin(world, "");
            assertThat(who(world, turns(2), "")).isEqualTo("far");
        }
    }

    @Test
    void it_never_moves_while_a_tool_result_is_on_its_way() throws Exception {
        try (World world = world("input: 0.15, cached_input: 0.01, output: 0.1", "")) {
            begin(world, "");
            String tool =
                    turns(1)
                            + ",{\"role\":\"assistant\",\"content\":null,\"tool_calls\":[{\"id\":\"c1\","
                            + "\"type\":\"function\",\"function\":{\"name\":\"f\",\"arguments\":\"{}\"}}]}"
                            + ",{\"role\":\"tool\",\"tool_call_id\":\"c1\",\"content\":\"42\"}";
            assertThat(who(world, tool, "")).isEqualTo("near");
        }
    }

    @Test
    void a_named_session_is_a_conversation_however_short() throws Exception {
        try (World world = world("input: 1.9, output: 2", "")) {
            String session = ",\"undercut\":{\"session\":\"s1\"}";
            world.alpha.answers(StickyTest::onlyNear);
            assertThat(who(world, TURN.formatted("hi"), session)).isEqualTo("near");
            world.alpha.answers(call -> call.json(200, Answers.whole("hello", 10, 5)));
            assertThat(who(world, TURN.formatted("and now"), session)).isEqualTo("near");
            assertThat(who(world, TURN.formatted("and now"), "")).isEqualTo("far");
        }
    }

    @Test
    void an_offer_that_fails_is_left_whatever_is_cached() throws Exception {
        try (World world = world("input: 1.9, output: 2", "")) {
            begin(world, "");
            world.alpha.answers(call -> {
                if (call.head().first("x-who").isPresent()) {
                    call.json(500, Answers.error("down"));
                } else {
                    call.json(200, Answers.whole("hello", 10, 5));
                }
            });
            assertThat(who(world, turns(2), "")).isEqualTo("far");
        }
    }

    /** The first turn goes near, because far is down then. */
    private static void begin(World world, String more) throws Exception {
        world.alpha.answers(StickyTest::onlyNear);
        assertThat(who(world, turns(1), more)).isEqualTo("near");
        world.alpha.answers(call -> call.json(200, Answers.whole("hello", 10, 5)));
    }

    private static void onlyNear(FakeProvider.Call call) throws Exception {
        if (call.head().first("x-who").isPresent()) {
            call.json(200, Answers.whole("hello", 10, 5));
        } else {
            call.json(500, Answers.error("down"));
        }
    }

    private static String turns(int count) {
        StringBuilder turns = new StringBuilder(TURN.formatted(LONG));
        for (int i = 1; i < count; i++) {
            turns.append(",{\"role\":\"assistant\",\"content\":\"yes\"},")
                    .append(TURN.formatted("go on " + i));
        }
        return turns.toString();
    }

    private static String who(World world, String messages, String more) throws Exception {
        return world.chat("{\"model\":\"pal\",\"messages\":[" + messages + "]" + more + "}")
                .header("x-undercut-provider");
    }
}
