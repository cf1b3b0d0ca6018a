package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.app.config.ModelConfig.Feature;
import dev.undercut.app.config.PolicyConfig.Order;
import dev.undercut.identity.Secret;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Every key, given a value that is not its default. */
class ConfigKeysTest {

    @TempDir Path folder;
    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder);
    }

    @Test
    void the_keys_at_the_top() {
        Config config =
                desk.config(
                        """
                        listen: "[::1]:8080"
                        data_dir: ~/kept/here
                        baseline_model: gpt-5
                        confidence: 0.95
                        allowed_hosts: [Gateway.example.com, 10.0.0.7]
                        sandbox: off
                        probe_ollama: false
                        storage: {ledger: sqlite, durability: full}
                        log: {level: debug}
                        """);

        assertThat(config.listen()).isEqualTo(new HostPort("::1", 8080));
        assertThat(config.dataDir()).isEqualTo(folder.resolve("home/kept/here"));
        assertThat(config.baselineModel()).isEqualTo("gpt-5");
        assertThat(config.confidence()).isEqualTo(0.95);
        assertThat(config.allowedHosts()).containsExactly("gateway.example.com", "10.0.0.7");
        assertThat(config.sandbox()).isEqualTo(Config.Sandbox.OFF);
        assertThat(config.probeOllama()).isFalse();
        assertThat(config.storage().durability()).isEqualTo(Config.Durability.FULL);
        assertThat(config.logLevel()).isEqualTo(Config.LogLevel.DEBUG);
    }

    @Test
    void feeds_are_a_list() {
        assertThat(
                        desk.config(
                                        """
                                        feeds:
                                          - kind: models.dev
                                            url: https://models.dev/api.json
                                          - {kind: prices-csv, url: own.csv, every: 10m, internal: true}
                                        """)
                                .feeds())
                .containsExactly(
                        new Config.FeedSchedule(
                                "models.dev",
                                "https://models.dev/api.json",
                                Duration.ofHours(24),
                                false),
                        new Config.FeedSchedule(
                                "prices-csv", "own.csv", Duration.ofMinutes(10), true));
    }

    @ParameterizedTest
    @CsvSource({"~, home", "kept, kept", "./a/../b, b", "~/x/../y, home/y"})
    void a_folder_begins_at_home_or_at_the_working_directory(String written, String below) {
        assertThat(desk.config("data_dir: \"" + written + "\"").dataDir())
                .isEqualTo(folder.resolve(below));
    }

    @Test
    void limits() {
        assertThat(
                        desk.config(
                                        """
                                        limits:
                                          max_body: 1000
                                          request_read: 500ms
                                          first_byte: 2m
                                          idle: 24h
                                          write: 1s
                                          max_attempts: 2
                                          max_choices: 3
                                          max_output: 500
                                        """)
                                .limits())
                .isEqualTo(
                        new Config.Limits(
                                1000,
                                Duration.ofMillis(500),
                                Duration.ofMinutes(2),
                                Duration.ofHours(24),
                                Duration.ofSeconds(1),
                                2,
                                3,
                                500L));
    }

    @Test
    void a_cache_keeps_no_answer_that_is_larger_than_itself() {
        assertThat(desk.config("cache: {enabled: true, max_bytes: 1000, ttl: 5m}").cache())
                .isEqualTo(new Config.Cache(true, 1000, 1000, Duration.ofMinutes(5)));
    }

    @ParameterizedTest
    @CsvSource({
        "1, 1",
        "7B, 7",
        "2KB, 2000",
        "2KiB, 2048",
        "32MB, 32000000",
        "32MiB, 33554432",
        "1GB, 1000000000",
        "1 GiB, 1073741824",
        "1073741824, 1073741824"
    })
    void sizes_are_bytes_or_have_a_unit(String written, int bytes) {
        assertThat(desk.config("limits: {max_body: " + written + "}").limits().maxBody())
                .isEqualTo(bytes);
    }

    @Test
    void a_provider_with_everything() {
        desk.with("MINE_KEY", "from-outside").with("HOST", "llm.test");
        ProviderConfig mine =
                desk.provider(
                        "mine",
                        """
                        providers:
                          mine:
                            dialect: anthropic
                            base_url: https://${HOST}:8443/api/v1/
                            api_key: ["${MINE_KEY}", second]
                            enabled: false
                            auth: {header: X-Key}
                            headers: {X-Team: "${TEAM:-red}", Authorization: Bearer t}
                            timeouts: {connect: 1s, first_byte: 2s, idle: 3s}
                        """);

        assertThat(mine)
                .isEqualTo(
                        new ProviderConfig(
                                "mine",
                                "anthropic",
                                URI.create("https://llm.test:8443/api/v1"),
                                List.of(new Secret("from-outside"), new Secret("second")),
                                "X-Key",
                                Map.of(),
                                false,
                                Map.of(
                                        "X-Team",
                                        new Secret("red"),
                                        "Authorization",
                                        new Secret("Bearer t")),
                                new ProviderConfig.Timeouts(
                                        Duration.ofSeconds(1),
                                        Duration.ofSeconds(2),
                                        Duration.ofSeconds(3)),
                                null));
    }

    @Test
    void a_model_with_everything() {
        ModelConfig model =
                desk.model(
                        "mock-gpt",
                        """
                        providers:
                          deepseek:
                            models:
                              mock-gpt:
                                upstream_id: vendor/mock-gpt:2
                                price:
                                  input: 2.50
                                  cached_input: 1.25
                                  cache_write: 3
                                  cache_write_1h: 4.5
                                  output: 10.00
                                  reasoning: 0.000001
                                  per_request: 0.000000000001
                                context: 1_000_000
                                max_output: 16384
                                ci: 55.5
                                ci_se: 1.25
                                features: [tools, vision, json_schema, reasoning, audio, embeddings]
                                own_hardware: true
                        """);

        assertThat(model)
                .isEqualTo(
                        new ModelConfig(
                                "vendor/mock-gpt:2",
                                new ModelConfig.Price(
                                        PricePerMtok.parse("2.5"),
                                        PricePerMtok.parse("1.25"),
                                        PricePerMtok.parse("3"),
                                        PricePerMtok.parse("4.5"),
                                        PricePerMtok.parse("10"),
                                        new PricePerMtok(1),
                                        new Usd(1)),
                                1_000_000,
                                16_384,
                                55.5,
                                1.25,
                                Set.of(Feature.values()),
                                true));
    }

    @Test
    void a_policy_with_everything_and_a_task_that_changes_some_of_it() {
        PolicyConfig policy =
                desk.policy(
                        "careful",
                        """
                        policies:
                          careful:
                            quality_min: 60
                            confidence: 0.9
                            order: quality
                            min_context: 100000
                            max_usd_per_mtok: {input: 1, output: 4.5}
                            needs: [tools, vision]
                            providers: {only: [a, b], ignore: c}
                            fallbacks: [gpt-4o, gpt-4o-mini]
                            tasks:
                              summarise:
                                quality_min: 45
                                max_usd_per_mtok: {output: 2}
                                needs: []
                              chat: {order: speed}
                        """);

        assertThat(policy.qualityMin()).isEqualTo(60);
        assertThat(policy.confidence()).isEqualTo(0.9);
        assertThat(policy.order()).isEqualTo(Order.QUALITY);
        assertThat(policy.minContext()).isEqualTo(100_000);
        assertThat(policy.maxInput()).isEqualTo(PricePerMtok.parse("1"));
        assertThat(policy.maxOutput()).isEqualTo(PricePerMtok.parse("4.5"));
        assertThat(policy.needs()).containsExactlyInAnyOrder(Feature.TOOLS, Feature.VISION);
        assertThat(policy.only()).containsExactly("a", "b");
        assertThat(policy.ignore()).containsExactly("c");
        assertThat(policy.fallbacks()).containsExactly("gpt-4o", "gpt-4o-mini");

        assertThat(policy.forTask("summarise"))
                .isEqualTo(
                        new PolicyConfig(
                                45.0,
                                0.9,
                                Order.QUALITY,
                                100_000,
                                PricePerMtok.parse("1"),
                                PricePerMtok.parse("2"),
                                Set.of(),
                                List.of("a", "b"),
                                List.of("c"),
                                List.of("gpt-4o", "gpt-4o-mini"),
                                Map.of()));
        assertThat(policy.forTask("chat").order()).isEqualTo(Order.SPEED);
        assertThat(policy.forTask("another")).isSameAs(policy);
        assertThat(policy.forTask(null)).isSameAs(policy);
    }

    @Test
    void names_keep_the_order_of_the_file_and_are_never_read_as_numbers() {
        ProviderConfig provider =
                desk.provider(
                        "deepseek", "providers: {deepseek: {models: {z: , 4.10: , true: , a: }}}");

        assertThat(provider.models().keySet()).containsExactly("z", "4.10", "true", "a");
    }

    @Test
    void an_alias_may_share_a_price() {
        String yaml =
                """
                providers:
                  deepseek:
                    models:
                      a: {price: &p {input: 1, output: 2}}
                      b: {price: *p}
                """;

        assertThat(desk.model("b", yaml).price())
                .isNotNull()
                .isEqualTo(desk.model("a", yaml).price());
    }

    @ParameterizedTest
    @CsvSource({
        "${A}, one",
        "x${A}y${B}z, xoneytwoz",
        "${NONE:-other}, other",
        "${EMPTY:-other}, other",
        "${A:-other}, one",
        "$${A}, ${A}",
        "$A, $A",
        "a$$b, a$$b",
        "${EMPTY}, gpt-4o",
        "${NONE:-}, gpt-4o",
    })
    void references_are_replaced_from_the_environment(String written, String meant) {
        desk.with("A", "one").with("B", "two").with("EMPTY", "");

        assertThat(desk.config("baseline_model: " + written).baselineModel()).isEqualTo(meant);
    }

    @Test
    void what_a_variable_holds_is_never_read_as_yaml_or_as_a_reference() {
        desk.with("TRICKY", "a: [b] # c ${HOME} \\1 $0");

        assertThat(desk.config("baseline_model: ${TRICKY}").baselineModel())
                .isEqualTo("a: [b] # c ${HOME} \\1 $0");
    }
}
