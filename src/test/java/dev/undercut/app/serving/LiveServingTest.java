package dev.undercut.app.serving;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.undercut.chat.Preferences;
import dev.undercut.dispatch.Serving;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.market.PriceSchedule;
import dev.undercut.money.PricePerMtok;
import dev.undercut.route.Names;
import dev.undercut.route.Target;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveServingTest {
    private static final String MINE =
            """
            providers:
              mine:
                dialect: openai
                base_url: http://127.0.0.1:8000/v1
                models:
                  mock-gpt:
                    price: {input: 2.50, cached_input: 1.25, output: 10.00}
                    context: 128000
                    max_output: 16384
                    ci: 55
                    features: [tools, vision, json_schema]
            """;

    @TempDir Path folder;

    @Test
    void without_any_key_only_the_sandbox_can_be_called() {
        try (Counter counter = counter("")) {
            Serving serving = counter.serving.get();
            assertThat(serving.listing().anyReal()).isFalse();
            assertThat(serving.upstreams().byId()).containsOnlyKeys("sandbox");
            assertThat(serving.listing().callable())
                    .isNotEmpty()
                    .allMatch(offer -> offer.kind() == Kind.SIMULATED);
        }
        try (Counter counter = counter("sandbox: off")) {
            assertThat(counter.serving.get().listing().callable()).isEmpty();
        }
    }

    @Test
    void a_key_in_the_environment_makes_its_provider_callable() {
        try (Counter counter =
                new Counter(
                        folder, Map.of("OPENAI_API_KEY", " sk-secret ", "GROQ_API_KEY", " "), "")) {
            Serving serving = counter.serving.get();
            assertThat(serving.upstreams().byId()).containsOnlyKeys("openai", "sandbox");
            assertThat(serving.listing().anyReal()).isTrue();
            assertThat(offer(serving, "openai/gpt-4o-mini").kind()).isEqualTo(Kind.PAID);
            assertThat(serving.listing().hintFor("groq")).contains("set GROQ_API_KEY");
        }
    }

    @Test
    void the_file_wins_over_the_environment() {
        Map<String, String> keys = Map.of("OPENAI_API_KEY", "sk-1", "GROQ_API_KEY", "sk-2");
        String yaml =
                """
                providers:
                  openai: {enabled: false}
                  groq: {base_url: "http://127.0.0.1:1/v1", api_key: other}
                """;
        try (Counter counter = new Counter(folder, keys, yaml)) {
            assertThat(counter.serving.get().upstreams().byId())
                    .containsOnlyKeys("groq", "sandbox");
        }
    }

    @Test
    void an_own_model_joins_the_book_with_all_that_the_file_says() {
        try (Counter counter = counter(MINE)) {
            Offer mock = offer(counter.serving.get(), "mine/mock-gpt");
            assertThat(mock.context()).isEqualTo(128_000);
            assertThat(mock.maxOutput()).isEqualTo(16_384);
            assertThat(mock.features()).hasSize(3);
            assertThat(rated(mock.model()).index()).isEqualTo(55);
            assertThat(rated(mock.model()).standardError()).isZero();
            PriceSchedule price = Objects.requireNonNull(mock.price());
            assertThat(price.base().cachedInput()).isEqualTo(PricePerMtok.parse("1.25"));
            assertThat(counter.serving.get().listing().anyReal()).isTrue();
            assertThat(resolve(counter, "MINE/Mock-GPT")).isEqualTo(new Target.ExactOffer(mock));
        }
    }

    @Test
    void an_own_price_and_index_of_a_known_model_hold_for_that_offer_alone() {
        String yaml =
                """
                providers:
                  openai:
                    api_key: k
                    models:
                      gpt-4o: {price: {input: 1, output: 2}, ci: 12, ci_se: 3}
                """;
        try (Counter counter = counter(yaml)) {
            Serving serving = counter.serving.get();
            Offer own = offer(serving, "openai/gpt-4o");
            assertThat(Objects.requireNonNull(own.price()).base().input())
                    .isEqualTo(PricePerMtok.parse("1"));
            assertThat(rated(own.model()).index()).isEqualTo(12);
            assertThat(serving.listing().callable())
                    .filteredOn(offer -> offer.name().equals("openai/gpt-4o"))
                    .containsExactly(own);
            Model market = serving.listing().book().model("gpt-4o").orElseThrow();
            assertThat(rated(market).index()).isGreaterThan(40);
        }
    }

    @Test
    void an_own_index_rates_a_model_that_the_market_does_not_rate() {
        try (Counter plain = counter("")) {
            Model unrated =
                    plain.serving.get().listing().book().models().stream()
                            .filter(model -> !(model.capability() instanceof Rated))
                            .findFirst()
                            .orElseThrow();
            String yaml = MINE.replace("mock-gpt", "\"" + unrated.id() + "\"");
            try (Counter counter = counter(yaml)) {
                Model known =
                        counter.serving.get().listing().book().model(unrated.id()).orElseThrow();
                assertThat(rated(known).index()).isEqualTo(55);
                assertThat(known.vendor()).isEqualTo(unrated.vendor());
            }
        }
    }

    @Test
    void a_local_server_is_asked_what_it_runs_and_that_costs_nothing() {
        AtomicReference<String> models =
                new AtomicReference<>(
                        """
                        {"data": [{"id": "Gpt-OSS:20b"}, {"id": "odd:best"}, {"id": "odd:best"},
                                  {"id": "auto"}, {"id": 7}]}
                        """);
        HttpServer server = Counter.listing(() -> Objects.requireNonNull(models.get()));
        try (Counter counter = counter(ollama(server))) {
            assertThat(counter.serving.get().listing().anyReal()).isFalse();
            counter.serving.discover();
            Serving serving = counter.serving.get();
            Offer known = offer(serving, "ollama/gpt-oss-20b");
            assertThat(known.kind()).isEqualTo(Kind.OWN_HARDWARE);
            assertThat(known.upstreamId()).isEqualTo("Gpt-OSS:20b");
            assertThat(Objects.requireNonNull(known.price()).isFree()).isTrue();
            assertThat(known.source()).contains("found running");
            assertThat(resolve(counter, "odd:best")).isInstanceOf(Target.ExactModel.class);
            assertThat(resolve(counter, "undercut/auto")).isInstanceOf(Target.ByPolicy.class);
            assertThat(local(serving)).containsExactly("ollama/gpt-oss-20b", "ollama/odd:best");

            models.set("{\"data\": []}");
            counter.serving.discover();
            assertThat(local(counter.serving.get())).isEmpty();
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_local_server_that_talks_nonsense_is_as_good_as_none() {
        AtomicReference<String> models = new AtomicReference<>("<html>hello</html>");
        HttpServer server = Counter.listing(() -> Objects.requireNonNull(models.get()));
        try (Counter counter = counter(ollama(server))) {
            for (String answer : List.of("<html>hello</html>", "", "[1, 2]", "{\"data\": 3}")) {
                models.set(answer);
                counter.serving.discover();
                assertThat(local(counter.serving.get())).as(answer).isEmpty();
            }
        } finally {
            server.stop(0);
        }
    }

    @Test
    void a_price_that_begins_makes_a_new_snapshot_without_a_restart() {
        try (Counter counter = counter("")) {
            counter.now.set(Instant.parse("2026-12-31T23:59:58Z"));
            Serving before = counter.serving.get();
            PricePerMtok old = input(before, "google/gemini-3.6-flash");
            counter.now.set(Instant.parse("2026-12-31T23:59:59Z"));
            assertThat(counter.serving.get()).isSameAs(before);
            counter.now.set(Instant.parse("2027-01-01T00:00:00Z"));
            Serving after = counter.serving.get();
            assertThat(input(after, "google/gemini-3.6-flash").picosPerToken())
                    .isEqualTo(2 * old.picosPerToken());
            assertThat(counter.serving.get()).isSameAs(after);
        }
    }

    @Test
    void a_policy_named_like_a_model_is_refused_and_the_old_configuration_stays() {
        try (Counter counter = counter(MINE)) {
            Serving before = counter.serving.get();
            for (String name : List.of("gpt-4o", "GPT-4o", "mock-gpt")) {
                var broken = counter.config(MINE + "policies: {" + name + ": {quality_min: 50}}");
                assertThatThrownBy(() -> counter.serving.use(broken))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessage("policies." + name + ": a model has that name");
            }
            assertThat(counter.serving.get()).isSameAs(before);
            counter.now.set(Instant.parse("2027-01-01T00:00:00Z"));
            assertThat(offer(counter.serving.get(), "mine/mock-gpt")).isNotNull();
        }
    }

    @Test
    void a_policy_may_order_by_measured_speed() {
        try (Counter counter = counter("")) {
            counter.serving.use(counter.config("policies: {quick: {order: speed}}"));
            assertThat(counter.serving.get().settings().policies().get("quick"))
                    .isNotNull()
                    .extracting(policy -> policy.preferences().order())
                    .isEqualTo(Preferences.Order.SPEED);
        }
    }

    @Test
    void a_baseline_that_is_no_model_is_refused() {
        try (Counter counter = counter("")) {
            var unknown = counter.config("baseline_model: gtp-4o");
            assertThatThrownBy(() -> counter.serving.use(unknown))
                    .hasMessage("baseline_model: no model is named gtp-4o");
        }
    }

    @Test
    void a_changed_configuration_holds_at_once() {
        try (Counter counter = counter("")) {
            counter.serving.use(counter.config(MINE + "policies: {mine: {quality_min: 50}}"));
            Serving serving = counter.serving.get();
            assertThat(serving.upstreams().byId()).containsKey("mine");
            assertThat(serving.settings().policies()).containsKeys("auto", "mine");
            counter.serving.use(counter.config(""));
            assertThat(counter.serving.get().upstreams().byId()).doesNotContainKey("mine");
        }
    }

    @Test
    void no_key_is_ever_printed() {
        String yaml = MINE.replace("    models:", "    api_key: sk-in-file\n    models:");
        try (Counter counter =
                new Counter(folder, Map.of("OPENAI_API_KEY", "sk-in-environment"), yaml)) {
            assertThat(counter.serving.get().upstreams().byId()).containsKeys("mine", "openai");
            String printed = counter.serving.get() + " " + counter.config(yaml);
            assertThat(printed).doesNotContain("sk-in");
        }
    }

    private Counter counter(String yaml) {
        return new Counter(folder, Map.of(), yaml);
    }

    private static String ollama(HttpServer server) {
        return "providers: {ollama: {base_url: \"http://127.0.0.1:"
                + server.getAddress().getPort()
                + "/v1\"}}";
    }

    private static Offer offer(Serving serving, String name) {
        return serving.listing().callable().stream()
                .filter(offer -> offer.name().equals(name))
                .findFirst()
                .orElseThrow();
    }

    private static List<String> local(Serving serving) {
        return serving.listing().callable().stream()
                .filter(offer -> offer.kind() == Kind.OWN_HARDWARE)
                .map(Offer::name)
                .toList();
    }

    private static PricePerMtok input(Serving serving, String name) {
        int slash = name.indexOf('/');
        Offer offer =
                serving.listing()
                        .book()
                        .offer(name.substring(0, slash), name.substring(slash + 1))
                        .orElseThrow();
        return Objects.requireNonNull(offer.price()).base().input();
    }

    private static Rated rated(Model model) {
        return (Rated) model.capability();
    }

    private static Target resolve(Counter counter, String name) {
        Serving serving = counter.serving.get();
        return switch (new Names(serving.listing(), serving.settings()).resolve(name)) {
            case Names.Resolution.Found(Target target) -> target;
            case Names.Resolution.Unknown(var refusal) -> throw new AssertionError(refusal);
        };
    }
}
