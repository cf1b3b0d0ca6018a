package dev.undercut.compute.verify;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.undercut.compute.Strategy.Trust;
import dev.undercut.compute.verify.confined.Confinement;
import dev.undercut.compute.verify.confined.Limits;
import java.io.IOException;
import java.math.BigDecimal;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

@Timeout(60)
class VerifiersTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "1,250   | 0    | false | It is $1250.00        | true",
                "3/4     | 0    | false | I get 0.75            | true",
                "25%     | 0    | false | a quarter, 0.25       | true",
                "0.25    | 0    | false | 25 %                  | true",
                "25      | 0    | false | 0.25                  | false",
                "3.14159 | 0.01 | false | about 3.14            | true",
                "200     | 0.05 | true  | 209                   | true",
                "200     | 0.05 | true  | 211                   | false",
                "-4      | 0    | false | 4                     | false",
                "7       | 0    | false | none                  | false",
            })
    void numbers_are_compared_by_value(
            String expected, BigDecimal tolerance, boolean relative, String text, boolean passes)
            throws Exception {
        var spec = new VerifierSpec.Numeric(expected, tolerance, relative);
        assertThat(made(spec).verify(text, null).passed()).isEqualTo(passes);
    }

    @Test
    void texts_options_and_boxes_are_compared_in_one_form() throws Exception {
        assertThat(made(new VerifierSpec.Exact("Paris")).verify("x", "paris").passed()).isTrue();
        assertThat(made(new VerifierSpec.Exact("Paris")).verify("**Paris.**", null).passed())
                .isTrue();
        assertThat(made(new VerifierSpec.Exact("Paris")).verify("Rome", null).passed()).isFalse();
        assertThat(made(new VerifierSpec.Choice("b", 4)).verify("Answer: (B)", null).passed())
                .isTrue();
        assertThat(made(new VerifierSpec.Boxed("1/2")).verify("\\boxed{\\frac12}", null).passed())
                .isFalse();
        assertThat(
                        made(new VerifierSpec.Boxed("0.5"))
                                .verify("\\boxed{\\dfrac{1}{2}}", null)
                                .passed())
                .isTrue();
    }

    @Test
    void what_is_wrong_is_said_so_that_a_model_can_do_better() throws Exception {
        Verifier.Finding finding = made(new VerifierSpec.Boxed("1")).verify("one", null);
        assertThat(finding.passed()).isFalse();
        assertThat(finding.score()).isZero();
        assertThat(finding.feedback()).contains("\\boxed{}");
        // It must not give the answer away.
        assertThat(made(new VerifierSpec.Exact("Paris")).verify("Rome", null).feedback())
                .doesNotContainIgnoringCase("paris");
    }

    @Test
    void values_of_json_are_compared_as_json() throws Exception {
        var spec = new VerifierSpec.Pointer("/a", json("{\"x\": 1.0, \"y\": [2]}"));
        assertThat(made(spec).verify("{\"a\": {\"y\": [2.0], \"x\": 1}}", null).passed()).isTrue();
        assertThat(made(spec).verify("{\"a\": {\"y\": [2], \"x\": \"1\"}}", null).passed())
                .isFalse();
        assertThat(made(spec).verify("{}", null).feedback()).contains("nothing is at /a");
        assertThat(made(spec).verify("none", null).feedback()).contains("no JSON");
    }

    @Test
    void an_expression_matches_somewhere_or_from_end_to_end() throws Exception {
        assertThat(
                        made(new VerifierSpec.Regex("[0-9]{4}", false))
                                .verify("in 1999.", null)
                                .passed())
                .isTrue();
        assertThat(made(new VerifierSpec.Regex("[0-9]{4}", true)).verify("in 1999.", null).passed())
                .isFalse();
        assertThat(made(new VerifierSpec.Regex("[0-9]{4}", true)).verify(" 1999\n", null).passed())
                .isTrue();
    }

    private static final String PERSON =
            """
            {"type": "object", "required": ["name"], "additionalProperties": false,
             "properties": {"name": {"type": "string", "pattern": "^[A-Z]"},
                            "age": {"type": "integer", "minimum": 0},
                            "tags": {"type": "array", "uniqueItems": true}},
             "patternProperties": {"^x-": {"type": "number"}}}\
            """;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"name\": \"Ada\", \"age\": 36}          | true",
                "{\"name\": \"Ada\", \"x-rate\": 1.5}      | true",
                "{\"name\": \"Ada\", \"x-rate\": \"1\"}    | false",
                "{\"name\": \"ada\"}                       | false",
                "{\"name\": \"Ada\", \"age\": -1}          | false",
                "{\"name\": \"Ada\", \"age\": 1.5}         | false",
                "{\"name\": \"Ada\", \"tags\": [1, 1.0]}   | false",
                "{\"name\": \"Ada\", \"other\": 1}         | false",
                "{\"age\": 3}                              | false",
            })
    void json_obeys_a_schema_or_does_not(String text, boolean passes) throws Exception {
        Verifier.Finding finding = made(new VerifierSpec.Schema(json(PERSON))).verify(text, null);
        assertThat(finding.passed()).as(finding.feedback()).isEqualTo(passes);
    }

    @Test
    void a_schema_that_multiplies_its_work_is_cut_off() throws Exception {
        StringBuilder bomb = new StringBuilder("{\"$ref\": \"#/$defs/d0\", \"$defs\": {");
        for (int i = 0; i < 40; i++) {
            String next = "{\"$ref\": \"#/$defs/d" + (i + 1) + "\"}";
            bomb.append("\"d%d\": {\"allOf\": [%s, %s]},".formatted(i, next, next));
        }
        bomb.append("\"d40\": true}}");
        Verifier.Finding finding =
                made(new VerifierSpec.Schema(json(bomb.toString()))).verify("{}", null);
        assertThat(finding.passed()).isFalse();
        assertThat(finding.feedback()).contains("steps");
    }

    @Test
    void a_schema_that_never_ends_is_cut_off() throws Exception {
        String loop =
                "{\"$ref\": \"#/$defs/a\", \"$defs\": {\"a\": {\"allOf\": [{\"$ref\": \"#/$defs/a\"}]}}}";
        Verifier.Finding finding = made(new VerifierSpec.Schema(json(loop))).verify("{}", null);
        assertThat(finding.passed()).isFalse();
    }

    @Test
    void a_schema_of_another_place_is_not_fetched() throws Exception {
        String elsewhere = "{\"$ref\": \"https://schemas.example/person.json\"}";
        Made<Verifier> made =
                Verifiers.of(new VerifierSpec.Schema(json(elsewhere)), tools(json -> json));
        if (made instanceof Made.Ready<Verifier>(Verifier verifier)) {
            assertThat(verifier.verify("{}", null).passed()).isFalse();
        }
    }

    @Test
    void somebody_elses_program_is_asked_and_believed_within_bounds() throws Exception {
        assertThat(asked("{\"passed\": true, \"score\": 0.7, \"feedback\": \"fine\"}"))
                .isEqualTo(new Verifier.Finding(true, 0.7, null, "fine"));
        assertThat(asked("{\"score\": 0.25}"))
                .isEqualTo(new Verifier.Finding(null, 0.25, null, ""));
        for (String odd :
                List.of("{}", "[]", "no", "{\"passed\": \"yes\"}", "{\"score\": 1.5}", "")) {
            Verifier.Finding finding = asked(odd);
            assertThat(finding.passed()).as(odd).isNull();
            assertThat(finding.score()).as(odd).isNull();
        }
    }

    @Test
    void the_question_holds_the_text_and_the_answer() throws Exception {
        var sent = new java.util.concurrent.atomic.AtomicReference<JsonNode>();
        made(
                        new VerifierSpec.Http(
                                URI.create("https://a.example"), Duration.ofSeconds(1)),
                        json -> {
                            sent.set(json);
                            return json("{\"passed\": false}");
                        })
                .verify("It is 4.", "4");
        assertThat(sent.get()).isEqualTo(json("{\"text\": \"It is 4.\", \"answer\": \"4\"}"));
    }

    static Stream<Arguments> bad() throws IOException {
        return Stream.of(
                Arguments.of("expected", new VerifierSpec.Exact(" ")),
                Arguments.of("expected", new VerifierSpec.Numeric("two", BigDecimal.ZERO, false)),
                Arguments.of("expected", new VerifierSpec.Numeric("1 2", BigDecimal.ZERO, false)),
                Arguments.of(
                        "tolerance", new VerifierSpec.Numeric("1", BigDecimal.valueOf(-1), false)),
                Arguments.of("options", new VerifierSpec.Choice("A", 1)),
                Arguments.of("expected", new VerifierSpec.Choice("E", 4)),
                Arguments.of("expected", new VerifierSpec.Boxed("")),
                Arguments.of("pointer", new VerifierSpec.Pointer("a", json("1"))),
                Arguments.of("pattern", new VerifierSpec.Regex("(", false)),
                Arguments.of("pattern", new VerifierSpec.Regex("(?<=a)b", false)),
                Arguments.of("schema", new VerifierSpec.Schema(json("[]"))),
                Arguments.of("schema", new VerifierSpec.Schema(json("{\"type\": \"thing\"}"))),
                Arguments.of("schema", new VerifierSpec.Schema(json("{\"pattern\": \"(\"}"))),
                Arguments.of("timeout", http("https://a.example", Duration.ZERO)),
                Arguments.of("timeout", http("https://a.example", Duration.ofHours(1))),
                Arguments.of("url", http("https://refused.example", Duration.ofSeconds(1))),
                Arguments.of("language", new VerifierSpec.UnitTests("perl", "", List.of("1"))),
                Arguments.of("tests", new VerifierSpec.UnitTests("python", "", List.of())),
                Arguments.of("type", new VerifierSpec.Judge(0, null)));
    }

    @ParameterizedTest
    @MethodSource("bad")
    void what_cannot_be_is_refused_by_the_name_of_its_field(String field, VerifierSpec spec) {
        assertThat(Verifiers.of(spec, tools(json -> json)))
                .isInstanceOfSatisfying(
                        Made.Refused.class,
                        refused -> {
                            assertThat(refused.field()).isEqualTo(field);
                            assertThat(refused.message()).isNotBlank();
                        });
    }

    @Test
    void a_judge_is_trusted_less_than_a_checker() {
        assertThat(new VerifierSpec.Judge(0, 0.5).trust()).isEqualTo(Trust.WEAK);
        assertThat(new VerifierSpec.Exact("x").trust()).isEqualTo(Trust.STRONG);
    }

    @Test
    void the_program_of_an_answer_is_its_longest_fenced_block() {
        assertThat(
                        Fences.program(
                                "So:\n```python\ndef f(): pass\n```\nRun:\n```sh\npip install x y z\n```"))
                .isEqualTo("def f(): pass\n");
        assertThat(Fences.program("def f(): pass")).isEqualTo("def f(): pass");
        assertThat(Fences.program("```\nx = 1")).isEqualTo("x = 1\n");
    }

    private static VerifierSpec http(String url, Duration patience) {
        return new VerifierSpec.Http(URI.create(url), patience);
    }

    private static Verifier.Finding asked(String reply) throws Exception {
        Callback callback = new FakeCallback(json -> reply.getBytes(StandardCharsets.UTF_8));
        return made(Verifiers.of(
                        http("https://a.example", Duration.ofSeconds(1)),
                        new Tools(callback, nowhere())))
                .verify("text", "answer");
    }

    private interface Replying {
        JsonNode to(JsonNode question) throws IOException;
    }

    private static Verifier made(VerifierSpec spec) {
        return made(spec, json -> json);
    }

    private static Verifier made(VerifierSpec spec, Replying replying) {
        return made(Verifiers.of(spec, tools(replying)));
    }

    private static Verifier made(Made<Verifier> made) {
        if (made instanceof Made.Ready<Verifier>(Verifier verifier)) {
            return verifier;
        }
        throw new AssertionError(made);
    }

    private static Tools tools(Replying replying) {
        return new Tools(
                new FakeCallback(json -> JSON.writeValueAsBytes(replying.to(JSON.readTree(json)))),
                nowhere());
    }

    private static Confinement nowhere() {
        return new Confinement(Limits.usual(), 1, System::nanoTime, () -> "0");
    }

    private record FakeCallback(Answering answering) implements Callback {
        interface Answering {
            byte[] to(byte[] json) throws IOException;
        }

        @Override
        public void check(URI url) throws IOException {
            if (url.getHost().startsWith("refused")) {
                throw new IOException("an internal address");
            }
        }

        @Override
        public byte[] post(URI url, byte[] json, Duration patience) throws IOException {
            return answering.to(json);
        }
    }

    private static JsonNode json(String text) throws IOException {
        return JSON.readTree(text);
    }
}
