package dev.undercut.compute.prompt;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Part;
import dev.undercut.compute.Ask;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class PromptsTest {
    private static final Part.Image PICTURE =
            new Part.Image(new Part.Media.Url("https://example.com/a.png"), null, null);

    private static Conversation asked(List<Turn> turns) {
        return new Conversation(
                List.of(new Part.Text("Be brief.")),
                turns,
                List.of(new Conversation.Tool("add", null, null, null, null)),
                new Conversation.ToolChoice.Auto(),
                null,
                new Conversation.Sampling("0.3", null, null, 5L, null, null),
                700L,
                List.of("END"),
                3,
                new Conversation.Format.JsonObject(),
                Conversation.Thinking.DEFAULT,
                null,
                Map.of("logprobs", "true"));
    }

    private static Turn user(Part... parts) {
        return new Turn(Role.USER, List.of(parts), null);
    }

    private static String text(Conversation conversation) {
        return conversation.turns().stream()
                .flatMap(turn -> turn.parts().stream())
                .filter(Part.Text.class::isInstance)
                .map(part -> ((Part.Text) part).text())
                .collect(Collectors.joining("\n"));
    }

    @Test
    void what_solves_the_question_keeps_all_that_the_client_said() {
        Conversation question = asked(List.of(user(new Part.Text("What is it?"), PICTURE)));
        Conversation words = new Prompts(question).words(new Ask.Solve(), 0.9, 4);
        assertThat(words.turns()).isEqualTo(question.turns());
        assertThat(words.tools()).isEqualTo(question.tools());
        assertThat(words.format()).isEqualTo(question.format());
        assertThat(words.others()).isEqualTo(question.others());
        assertThat(words.choices()).isOne();
        assertThat(words.sampling().temperature()).isEqualTo("0.3");
        assertThat(words.sampling().seed()).isEqualTo(9);
    }

    @Test
    void refining_and_fusing_begin_as_the_question_did_so_that_prompt_caches_serve_them() {
        Conversation question = asked(List.of(user(new Part.Text("What is it?"), PICTURE)));
        Conversation refined =
                new Prompts(question).words(new Ask.Refine("A cat", "it barks"), null, 0);
        assertThat(refined.turns().getFirst()).isEqualTo(question.turns().getFirst());
        assertThat(refined.turns().get(1).role()).isEqualTo(Role.ASSISTANT);
        assertThat(text(refined)).contains("A cat", "it barks");
        Conversation fused =
                new Prompts(question).words(new Ask.Fuse(List.of("A cat", "A dog")), null, 0);
        assertThat(fused.turns()).hasSize(1);
        assertThat(fused.turns().getFirst().parts().subList(0, 2))
                .isEqualTo(question.turns().getFirst().parts());
        assertThat(text(fused)).contains("<answer 1>\nA cat", "<answer 2>\nA dog");
    }

    @Test
    void judges_see_pictures_and_results_of_tools_but_have_no_tools_and_answer_in_text() {
        Conversation question =
                asked(
                        List.of(
                                user(new Part.Text("Add them"), PICTURE),
                                new Turn(
                                        Role.ASSISTANT,
                                        List.of(new Part.ToolCall("1", "add", "{\"a\":1}", null)),
                                        null),
                                user(
                                        new Part.ToolResult(
                                                "1", List.of(new Part.Text("3")), false, null))));
        Conversation words = new Prompts(question).words(new Ask.Compare("3", "4"), 0.0, 0);
        assertThat(words.tools()).isEmpty();
        assertThat(words.format()).isEqualTo(new Conversation.Format.Text());
        assertThat(words.turns().getFirst().parts()).contains(PICTURE);
        assertThat(text(words)).contains("called add", "it gave: 3", "<answer A>\n3", "Better: A");
        assertThat(words.others()).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "Better: A|A",
                "I think... **Better: B**|B",
                "Better: A at first sight, but no.\\nBetter: B|B",
                "A|A",
                "Answer B.|B",
                "The better answer is A.|A",
                "Both are a good try|",
                "It depends which is better: a long one or not|",
                "Better: C|",
            })
    void a_preference_is_read_or_there_is_none(String text, String better) {
        assertThat(Verdicts.better(text.replace("\\n", "\n")).orElse(null)).isEqualTo(better);
    }

    @ParameterizedTest
    @CsvSource({
        "Score: 7,0.7",
        "**Score:** 8.5/10,0.85",
        "score is 3 out of 4,0.75",
        "10,1",
        "Rating: 0,0",
        "First score: 2. On reflection: score: 9,0.9",
    })
    void a_rating_is_read_on_its_own_scale(String text, double score) {
        assertThat(Verdicts.score(text)).hasValue(score);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "good", "Score: -2", "Score: 11", "Score: none", "7 of them fail"})
    void a_rating_that_cannot_be_read_is_none_and_no_zero(String text) {
        assertThat(Verdicts.score(text)).isEmpty();
    }

    @Test
    void worth_is_the_last_word_and_lines_come_without_their_numbers() {
        assertThat(Verdicts.worth("It is not impossible.\nlikely")).hasValue("likely");
        assertThat(Verdicts.worth("It is likely.\nNo idea")).isEmpty();
        assertThat(Verdicts.lines("```\n1. 4 + 4 = 8\n- 2 * 3 = 6\n\n3) done\n```"))
                .containsExactly("4 + 4 = 8", "2 * 3 = 6", "done");
    }
}
