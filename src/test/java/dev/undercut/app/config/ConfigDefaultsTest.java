package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.app.config.PolicyConfig.Order;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigDefaultsTest {

    @TempDir Path folder;
    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder);
    }

    @Test
    void without_a_file_every_key_has_its_default() throws BrokenConfig {
        Config config = desk.file().load().config();

        assertThat(config.listen()).isEqualTo(new HostPort("127.0.0.1", 4747));
        assertThat(config.dataDir()).isEqualTo(folder.resolve("home/.undercut"));
        assertThat(config.providers()).isEmpty();
        assertThat(config.baselineModel()).isEqualTo("gpt-4o");
        assertThat(config.confidence()).isEqualTo(0.8);
        assertThat(config.storage())
                .isEqualTo(new Config.Storage("sqlite", Config.Durability.NORMAL));
        assertThat(config.limits())
                .isEqualTo(
                        new Config.Limits(
                                32 << 20,
                                Duration.ofSeconds(30),
                                Duration.ofSeconds(120),
                                Duration.ofSeconds(120),
                                Duration.ofSeconds(60),
                                4,
                                128,
                                null));
        assertThat(config.cache())
                .isEqualTo(new Config.Cache(false, 64 << 20, 1 << 20, Duration.ofHours(1)));
        assertThat(config.allowedHosts()).isEmpty();
        assertThat(config.sandbox()).isEqualTo(Config.Sandbox.ON);
        assertThat(config.probeOllama()).isTrue();
        assertThat(config.logLevel()).isEqualTo(Config.LogLevel.INFO);
    }

    @Test
    void the_policy_auto_is_always_there() {
        PolicyConfig auto = desk.policy("auto", "policies: {cheap: {}}");

        assertThat(auto.qualityMin()).isEqualTo(55);
        assertThat(auto.order()).isEqualTo(Order.PRICE);
        assertThat(auto.confidence()).isEqualTo(0.8);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "\n\n",
                "# nothing but a comment\n",
                "---\n",
                "~",
                "{}",
                "\uFEFF",
                "listen:\nlimits:\npolicies: ~\nproviders: null\nallowed_hosts:\nlog: {level: }",
            })
    void a_file_that_says_nothing_is_the_same_as_none(String yaml) throws BrokenConfig {
        Config none = desk.file().load().config();

        assertThat(desk.config(yaml)).isEqualTo(none);
    }

    @Test
    void a_bundled_provider_needs_only_its_name() {
        desk.with("DEEPSEEK_KEY", "the-key");

        ProviderConfig provider = desk.provider("deepseek", "providers: {deepseek: }");

        assertThat(provider.id()).isEqualTo("deepseek");
        assertThat(provider.dialect()).isEqualTo("openai");
        assertThat(provider.baseUrl()).isEqualTo(URI.create("https://api.deepseek.test/v1"));
        assertThat(provider.apiKeys()).extracting(key -> key.plain()).containsExactly("the-key");
        assertThat(provider.enabled()).isTrue();
        assertThat(provider.models()).isEmpty();
        assertThat(provider.headers()).isEmpty();
        assertThat(desk.provider("claude", "providers: {claude: {}}").dialect())
                .isEqualTo("anthropic");
    }

    @Test
    void the_first_variable_that_is_set_holds_a_bundled_providers_key() {
        desk.with("DEEPSEEK_API_KEY", "").with("DEEPSEEK_KEY", "second");
        assertThat(desk.provider("deepseek", "providers: {deepseek: }").apiKeys())
                .extracting(key -> key.plain())
                .containsExactly("second");
    }

    @Test
    void a_bundled_key_is_not_sent_to_another_host() {
        desk.with("DEEPSEEK_API_KEY", "the-key");
        String yaml = "providers:\n  deepseek:\n    base_url: https://elsewhere.test/v1\n";

        ConfigFile.Loaded loaded = desk.load(yaml);

        assertThat(loaded.config().providers())
                .extractingByKey("deepseek")
                .returns(List.of(), ProviderConfig::apiKeys);
        assertThat(loaded.warnings())
                .singleElement()
                .asString()
                .startsWith(
                        "undercut.yaml:3: providers.deepseek.base_url: DEEPSEEK_API_KEY is not");
        assertThat(desk.provider("deepseek", yaml + "    api_key: ${DEEPSEEK_API_KEY}\n").apiKeys())
                .hasSize(1);
    }

    @Test
    void another_provider_speaks_openai_without_a_key_and_waits_as_the_limits_say() {
        ProviderConfig mine =
                desk.provider(
                        "mine",
                        """
                        limits: {first_byte: 7s, idle: 8s}
                        providers: {mine: {base_url: "http://127.0.0.1:8000/v1/"}}
                        """);

        assertThat(mine.dialect()).isEqualTo("openai");
        assertThat(mine.baseUrl()).hasToString("http://127.0.0.1:8000/v1");
        assertThat(mine.apiKeys()).isEmpty();
        assertThat(mine.timeouts())
                .isEqualTo(
                        new ProviderConfig.Timeouts(
                                Duration.ofSeconds(10),
                                Duration.ofSeconds(7),
                                Duration.ofSeconds(8)));
    }

    @Test
    void a_model_of_which_nothing_is_said_is_unknown_in_everything_but_its_name() {
        ModelConfig model =
                desk.model("org/m@v1:free", "providers: {deepseek: {models: {org/m@v1:free: }}}");

        assertThat(model)
                .isEqualTo(
                        new ModelConfig(
                                "org/m@v1:free", null, null, null, null, null, null, false));
    }

    @Test
    void prices_that_are_left_out_follow_input_and_output() {
        ModelConfig.Price price =
                Objects.requireNonNull(
                        desk.model(
                                        "m",
                                        "providers: {deepseek: {models: {m: {price: {input: 2.50, output:"
                                                + " 10}}}}}")
                                .price());

        assertThat(price.input().plain()).isEqualTo("2.5");
        assertThat(price.cachedInput()).isEqualTo(price.input());
        assertThat(price.cacheWrite()).isEqualTo(price.input());
        assertThat(price.cacheWrite1h()).isEqualTo(price.input());
        assertThat(price.output().plain()).isEqualTo("10");
        assertThat(price.reasoning()).isEqualTo(price.output());
        assertThat(price.perRequest().picos()).isZero();
    }

    @Test
    void a_policy_of_which_nothing_is_said_has_no_limits() {
        PolicyConfig any = desk.policy("any", "confidence: 0.9\npolicies: {any: }");

        assertThat(any)
                .isEqualTo(
                        new PolicyConfig(
                                null,
                                0.9,
                                Order.PRICE,
                                null,
                                null,
                                null,
                                Set.of(),
                                List.of(),
                                List.of(),
                                List.of(),
                                Map.of()));
    }
}
