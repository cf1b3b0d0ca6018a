package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Collections;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ConfigErrorsTest {

    @TempDir Path folder;
    private Desk desk;

    @BeforeEach
    void sit() {
        desk = new Desk(folder);
    }

    /** Each value is wrong and stands on line 2, after a comment. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "listen: here | listen: expected host:port such as 127.0.0.1:4747, got 'here'",
                "listen: '::1:80' | listen: expected host:port such as 127.0.0.1:4747, got '::1:80'",
                "listen: a:70000 | listen: expected host:port such as 127.0.0.1:4747, got 'a:70000'",
                "data_dir: ~root/x | data_dir: only ~ and ~/… are known, not the home of another"
                        + " user",
                "baseline_model: [] | baseline_model: expected a text, got a list",
                "baseline_model: '' | baseline_model: expected a text, got ''",
                "baseline_model: !x y | baseline_model: tags such as !name have no meaning here",
                "confidence: 1 | confidence: expected a number above 0 and below 1 such as 0.8, got"
                        + " '1'",
                "confidence: .nan | confidence: expected a number above 0 and below 1 such as 0.8,"
                        + " got '.nan'",
                "allowed_hosts: ['http://a'] | allowed_hosts[0]: expected a host such as"
                        + " gateway.example.com, got 'http://a'",
                "sandbox: yes | sandbox: expected one of on, off, got 'yes'",
                "sandbox: ON | sandbox: expected one of on, off, got 'ON'",
                "probe_ollama: 1 | probe_ollama: expected true or false, got '1'",
                "storage: {durability: high} | storage.durability: expected one of normal, full, got"
                        + " 'high'",
                "storage: {ledger: 'jdbc:postgresql://u:p@h/d'} | storage.ledger: PostgreSQL comes"
                        + " with the Money work; use sqlite",
                "storage: {ledger: mysql} | storage.ledger: expected sqlite, got 'mysql'",
                "feeds: {kind: models.dev} | feeds: expected a list, got a map",
                "feeds: [{kind: rss, url: a}] | feeds[0].kind: expected a kind of feed such as"
                        + " models.dev, got 'rss'",
                "feeds: [{kind: models.dev}] | feeds[0]: a feed needs a url",
                "log: {level: loud} | log.level: expected one of error, warn, info, debug, trace,"
                        + " got 'loud'",
                "limits: {max_body: 2GiB} | limits.max_body: expected a size of 1 to 1GiB such as"
                        + " 32MiB or 1000000, got '2GiB'",
                "limits: {max_body: 9999999999GiB} | limits.max_body: expected a size of 1 to 1GiB"
                        + " such as 32MiB or 1000000, got '9999999999GiB'",
                "limits: {request_read: 30} | limits.request_read: expected a duration of 1ms to 24h"
                        + " such as 500ms, 30s or 2m, got '30'",
                "limits: {first_byte: 0s} | limits.first_byte: expected a duration of 1ms to 24h"
                        + " such as 500ms, 30s or 2m, got '0s'",
                "limits: {idle: 25h} | limits.idle: expected a duration of 1ms to 24h such as 500ms,"
                        + " 30s or 2m, got '25h'",
                "limits: {write: -1s} | limits.write: expected a duration of 1ms to 24h such as"
                        + " 500ms, 30s or 2m, got '-1s'",
                "limits: {max_attempts: 0} | limits.max_attempts: expected a whole number from 1 to"
                        + " 16, got '0'",
                "limits: 5 | limits: expected a map, got a single value",
                "limits: [a] | limits: expected a map, got a list",
                "providers: [a] | providers: expected a map, got a list",
                "lisen: x | unknown key 'lisen'; the nearest known key is 'listen'",
                "limits: {idel: 1s} | limits: unknown key 'idel'; the nearest known key is 'idle'",
                "[a]: b | a key must be a text",
                "<<: {listen: x} | unknown key '<<'; the nearest known key is 'log'",
                "- a | expected a map, got a list",
                "a text | expected a map, got a single value",
            })
    void a_wrong_value_is_refused_with_its_line_and_its_path(String yaml, String message) {
        assertThat(desk.errors("# a comment\n" + yaml + "\n"))
                .containsExactly("undercut.yaml:2: " + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "dialect: cobol | .dialect: expected one of anthropic, bedrock, gemini, ollama, openai, got"
                        + " 'cobol'",
                "base_url: ftp://a.test/ | .base_url: expected an http or https URL such as"
                        + " http://127.0.0.1:8000/v1, got 'ftp://a.test/'",
                "base_url: http:///v1 | .base_url: expected an http or https URL such as"
                        + " http://127.0.0.1:8000/v1, got 'http:///v1'",
                "base_url: https://me:pw@a.test | .base_url: a URL here has no user info; put the key"
                        + " into api_key",
                "base_url: https://a.test/?key=x | .base_url: a URL here has no query and no"
                        + " fragment",
                "api_key: {a: b} | .api_key: expected a text without line breaks and control"
                        + " characters, got a map",
                "api_key: '' | .api_key: expected a text without line breaks and control characters,"
                        + " got something else",
                "api_key: [a, [b]] | .api_key[1]: expected a text without line breaks and control"
                        + " characters, got a list",
                "api_key: ${UNSET} | .api_key: the environment variable UNSET is not set;"
                        + " ${UNSET:-} would make it optional",
                "api_key: ${} | .api_key: write ${NAME} or ${NAME:-default}; $${ stands for a plain"
                        + " ${",
                "enabled: maybe | .enabled: expected true or false, got 'maybe'",
                "headers: {Host: a} | .headers: the header Host cannot be set",
                "headers: {a b: c} | .headers: not every name is a header's",
                "headers: {A: [b]} | .headers.A: expected a text without line breaks and control"
                        + " characters, got a list",
                "timeouts: {connect: x} | .timeouts.connect: expected a duration of 1ms to 24h such"
                        + " as 500ms, 30s or 2m, got 'x'",
                "models: [m] | .models: expected a map, got a list",
                "models: {m: {price: {input: 1}}} | .models.m.price: needs both input and output: 0"
                        + " where it is free; leave price out where it is unknown",
                "models: {m: {price: {input: 1, output: '${EMPTY}'}}} | .models.m.price: needs both"
                        + " input and output: 0 where it is free; leave price out where it is"
                        + " unknown",
                "models: {m: {price: {input: 1, output: ten}}} | .models.m.price.output: expected a"
                        + " price in USD per million tokens such as 10.00, got 'ten'",
                "models: {m: {price: {input: -1, output: 1}}} | .models.m.price.input: expected a"
                        + " price in USD per million tokens such as 10.00, got '-1'",
                "models: {m: {price: {input: 1, output: 1e3}}} | .models.m.price.output: expected a"
                        + " price in USD per million tokens such as 10.00, got '1e3'",
                "models: {m: {price: {input: 1, output: 1, per_request: -1}}} |"
                        + " .models.m.price.per_request: expected an amount in USD such as 0.005,"
                        + " got '-1'",
                "models: {m: {context: 0}} | .models.m.context: expected a whole number from 1 to"
                        + " 1000000000, got '0'",
                "models: {m: {max_output: 1.5}} | .models.m.max_output: expected a whole number from"
                        + " 1 to 1000000000, got '1.5'",
                "models: {m: {ci: good}} | .models.m.ci: expected a capability index such as 55, got"
                        + " 'good'",
                "models: {m: {ci_se: -1}} | .models.m.ci_se: expected a standard error such as 1.5,"
                        + " got '-1'",
                "models: {m: {features: [tools, taste]}} | .models.m.features[1]: expected one of"
                        + " tools, vision, json_schema, reasoning, audio, embeddings, got 'taste'",
                "models: {m: {own_hardware: x}} | .models.m.own_hardware: expected true or false, got"
                        + " 'x'",
                "models: {m: {upstream_id: {}}} | .models.m.upstream_id: expected a text, got a map",
            })
    void a_wrong_value_of_a_provider_is_refused_with_its_line(String yaml, String message) {
        desk.with("EMPTY", "");

        assertThat(desk.errors("providers:\n  deepseek:\n    " + yaml + "\n"))
                .containsExactly("undercut.yaml:3: providers.deepseek" + message);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "quality_min: high | quality_min: expected a capability index such as 55, got"
                        + " 'high'",
                "confidence: 0 | confidence: expected a number above 0 and below 1 such as 0.8, got"
                        + " '0'",
                "order: luck | order: expected one of price, quality, speed, got 'luck'",
                "min_context: many | min_context: expected a whole number from 1 to 1000000000, got"
                        + " 'many'",
                "max_usd_per_mtok: {input: x} | max_usd_per_mtok.input: expected a price in USD per"
                        + " million tokens such as 10.00, got 'x'",
                "max_usd_per_mtok: 5 | max_usd_per_mtok: expected a map, got a single value",
                "needs: speed | needs: expected one of tools, vision, json_schema, reasoning, audio,"
                        + " embeddings,"
                        + " got 'speed'",
                "providers: {only: {}} | providers.only: expected a text, got a map",
                "fallbacks: [[]] | fallbacks[0]: expected a text, got a list",
                "tasks: {a: {order: x}} | tasks.a.order: expected one of price, quality, speed, got"
                        + " 'x'",
                "tasks: {a: {tasks: {}}} | tasks.a: unknown key 'tasks'; the nearest known key is"
                        + " 'needs'",
            })
    void a_wrong_value_of_a_policy_is_refused_with_its_line(String yaml, String message) {
        assertThat(desk.errors("policies:\n  mine:\n    " + yaml + "\n"))
                .containsExactly("undercut.yaml:3: policies.mine." + message)
                .isNotEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"55", "5x", "-1", "a/b", "'a:b'", "'a b'", "''"})
    void a_policy_name_that_no_model_name_could_hold_is_refused(String name) {
        assertThat(desk.errors("policies:\n  " + name + ": {}\n"))
                .singleElement()
                .asString()
                .startsWith("undercut.yaml:2: policies.")
                .contains("a policy name starts with a letter");
    }

    @ParameterizedTest
    @ValueSource(strings = {"undercut", "sandbox", "a/b", "'a:b'", "-a"})
    void a_provider_id_that_no_model_name_could_hold_is_refused(String id) {
        assertThat(desk.errors("providers:\n  " + id + ": {base_url: http://a.test}\n"))
                .singleElement()
                .asString()
                .startsWith("undercut.yaml:2: providers.");
    }

    @Test
    void a_provider_that_nobody_knows_needs_a_base_url() {
        assertThat(desk.errors("providers:\n  mine: {dialect: openai}\n"))
                .containsExactly(
                        "undercut.yaml:2: providers.mine: needs a base_url, because no provider of"
                                + " this name is bundled");
    }

    @Test
    void the_message_names_file_line_key_and_what_was_expected() {
        assertThat(
                        desk.errors(
                                """
                                listen: 127.0.0.1:4747
                                providers:
                                  mine:
                                    dialect: openai
                                    base_url: http://127.0.0.1:8000/v1
                                    models:
                                      # the price list of this week
                                      mock-gpt:
                                        context: 128000
                                        price:
                                          input: 2.50
                                          output: ten
                                """))
                .containsExactly(
                        "undercut.yaml:12: providers.mine.models.mock-gpt.price.output: expected a"
                                + " price in USD per million tokens such as 10.00, got 'ten'");
    }

    @Test
    void all_mistakes_are_reported_at_once_in_the_order_of_the_file() {
        desk.with("UNDERCUT_SANDBOX", "perhaps");
        assertThat(
                        desk.errors(
                                """
                                log: {level: loud}
                                listen: nowhere
                                polices: {}
                                listen: 127.0.0.1:1
                                providers:
                                  mine:
                                    base_url: gopher://x
                                    models: {m: {ci: x, context: y}}
                                """))
                .extracting(line -> line.substring(0, line.indexOf(": ")))
                .containsExactly(
                        "UNDERCUT_SANDBOX",
                        "undercut.yaml:1",
                        "undercut.yaml:2",
                        "undercut.yaml:3",
                        "undercut.yaml:4",
                        "undercut.yaml:7",
                        "undercut.yaml:8",
                        "undercut.yaml:8");
    }

    @Test
    void a_repeated_key_is_refused_at_its_second_line() {
        assertThat(desk.errors("listen: a:1\nsandbox: on\nlisten: a:1\n"))
                .containsExactly("undercut.yaml:3: the key 'listen' stands twice");
        assertThat(desk.errors("providers:\n  deepseek:\n  deepseek:\n"))
                .containsExactly("undercut.yaml:3: providers: the key 'deepseek' stands twice");
    }

    @Test
    void a_flood_of_mistakes_is_cut_short() {
        StringBuilder yaml = new StringBuilder();
        for (int i = 0; i < 60; i++) {
            yaml.append("key").append(i).append(": x\n");
        }

        assertThat(desk.errors(yaml.toString())).hasSize(51).last().isEqualTo("and 10 more");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: b\\n\\tc: d | 2",
                "listen: [a | 2",
                "listen: 'a | 2",
                "a: 1\\nlisten: *nobody | 2",
                "a: 1\\nb: c: d | 2",
                "--- a\\n--- b | 2",
                "a: 1\\n\\001: 2 | 2",
                "a: 1\\nb: @c | 2",
            })
    void what_is_not_yaml_is_refused_with_its_line(String escaped, int line) {
        assertThat(desk.errors(escaped.translateEscapes() + "\n"))
                .singleElement()
                .asString()
                .startsWith("undercut.yaml:" + line + ": ");
    }

    @Test
    void a_reference_between_braces_is_told_to_be_quoted() {
        assertThat(desk.errors("a: b\nproviders: {mine: {api_key: ${KEY}}}\n"))
                .singleElement()
                .asString()
                .startsWith("undercut.yaml:2: ")
                .endsWith("; between braces write \"${NAME}\" with quotes");
    }

    @Test
    void aliases_cannot_make_a_small_file_large() {
        StringBuilder bomb = new StringBuilder("a0: &a0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int i = 1; i < 10; i++) {
            String one = "*a" + (i - 1);
            String ten = String.join(", ", Collections.nCopies(10, one));
            bomb.append("a%d: &a%d [%s]\n".formatted(i, i, ten));
        }

        assertThat(desk.errors(bomb.toString()))
                .singleElement()
                .asString()
                .contains("more than 100000 values, aliases counted");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a: &a [*a]", "a: &a {b: *a}", "&a [*a, *a, *a]"})
    void an_alias_of_itself_is_refused(String yaml) {
        assertThat(desk.errors(yaml)).singleElement().asString().contains("an alias of itself");
    }

    @ParameterizedTest
    @ValueSource(strings = {"[", "{a: ", "- "})
    void deep_nesting_is_refused_before_it_can_fill_the_stack(String opening) {
        assertThat(desk.errors(opening.repeat(200_000)))
                .singleElement()
                .asString()
                .contains("nested deeper than 32");
    }
}
