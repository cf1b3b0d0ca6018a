package dev.undercut.dialect.openai;

import static dev.undercut.dialect.openai.Translations.deltas;
import static dev.undercut.dialect.openai.Translations.deltasOf;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Delta;
import dev.undercut.chat.Part;
import dev.undercut.chat.StopReason;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What answers say, with all the accents in which servers speak this dialect. */
class OpenAiDeltasTest {

    @Test
    void text_thought_and_refusal_are_told_apart() throws IOException {
        assertThat(
                        deltasOf(
                                "{\"role\":\"assistant\",\"content\":\"\"}",
                                "{\"reasoning_content\":\"hm\"}",
                                "{\"reasoning\":\"mm\",\"content\":null}",
                                "{\"content\":\"so\"}",
                                "{\"refusal\":\"no\"}",
                                "{\"content\":[{\"type\":\"thinking\",\"thinking\":[{\"type\":"
                                        + "\"text\",\"text\":\"t\"}]},{\"type\":\"text\","
                                        + "\"text\":\"x\"}]}",
                                "{}"))
                .containsExactly(
                        new Delta.Thought(0, "hm"),
                        new Delta.Thought(0, "mm"),
                        new Delta.Text(0, "so"),
                        new Delta.Refused(0, "no"),
                        new Delta.Thought(0, "t"),
                        new Delta.Text(0, "x"));
    }

    @Test
    void calls_by_the_book_interleave() throws IOException {
        assertThat(
                        deltasOf(
                                call("\"index\":0,\"id\":\"a\",\"type\":\"function\"", "f", ""),
                                call("\"index\":1,\"id\":\"b\",\"type\":\"function\"", "g", "{"),
                                call("\"index\":0", null, "{\\\"x\\\":"),
                                call("\"index\":1", null, "}"),
                                call("\"index\":0", null, "1}")))
                .containsExactly(
                        new Delta.ToolCall(0, 0, "a", "f"),
                        new Delta.ToolCall(0, 1, "b", "g"),
                        new Delta.Arguments(0, 1, "{"),
                        new Delta.Arguments(0, 0, "{\"x\":"),
                        new Delta.Arguments(0, 1, "}"),
                        new Delta.Arguments(0, 0, "1}"));
    }

    private static String call(String head, @Nullable String name, String arguments) {
        return "{\"tool_calls\":[" + piece(head, name, arguments) + "]}";
    }

    private static String piece(String head, @Nullable String name, String arguments) {
        String function = name == null ? "" : "\"name\":\"" + name + "\",";
        return "{"
                + (head.isEmpty() ? "" : head + ",")
                + "\"function\":{"
                + function
                + "\"arguments\":\""
                + arguments
                + "\"}}";
    }

    /** Each stream means a call of f without arguments and one of g. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                // several in one chunk
                "\"index\":0,\"id\":\"a\" f {} + \"index\":1,\"id\":\"b\" g {}",
                // no index
                "\"id\":\"a\" f {} + \"id\":\"b\" g {}",
                "\"id\":\"a\" f {} / \"id\":\"b\" g {}",
                // all of them number 0
                "\"index\":0,\"id\":\"a\" f {} / \"index\":0,\"id\":\"b\" g {}",
                // the name again in each piece
                "\"index\":0,\"id\":\"a\" f { / \"index\":0,\"id\":\"a\" f } / "
                        + "\"index\":1,\"id\":\"b\" g {}",
                // the id first, its name later
                "\"index\":0,\"id\":\"a\" - { / \"index\":0 f } / \"index\":1,\"id\":\"b\" g {}",
                // indexes that begin elsewhere
                "\"index\":3,\"id\":\"a\" f {} / \"index\":7,\"id\":\"b\" g {}",
            })
    void calls_are_understood_with_any_accent(String accent) throws IOException {
        List<String> chunks =
                List.of(accent.split(" / ", -1)).stream()
                        .map(chunk ->
                                List.of(chunk.split(" \\+ ", -1)).stream()
                                        .map(OpenAiDeltasTest::piece)
                                        .toList())
                        .map(pieces -> "{\"tool_calls\":[" + String.join(",", pieces) + "]}")
                        .toList();
        List<Delta> all = deltasOf(chunks.toArray(String[]::new));
        assertThat(Answer.of(all).choices().getFirst().parts())
                .containsExactly(
                        new Part.ToolCall("a", "f", "{}", null),
                        new Part.ToolCall("b", "g", "{}", null));
    }

    private static String piece(String words) {
        String[] word = words.trim().split(" ", -1);
        return piece(word[0], word[1].equals("-") ? null : word[1], word[2]);
    }

    @Test
    void calls_without_ids_get_some_that_no_other_answer_of_the_conversation_has()
            throws IOException {
        String[] calls = {call("", "f", "{}"), call("", "f", "{}")};
        Answer answer = Answer.of(deltasOf(calls));
        List<String> ids =
                answer.choices().getFirst().parts().stream()
                        .map(part -> ((Part.ToolCall) part).id())
                        .toList();
        assertThat(ids).hasSize(2).doesNotHaveDuplicates();
        List<Delta> other =
                deltas(
                        "data: {\"id\":\"d\",\"choices\":[{\"index\":0,\"delta\":"
                                + calls[0]
                                + "}]}\n\n");
        assertThat(ids).doesNotContain(((Delta.ToolCall) other.get(1)).id());
    }

    @Test
    void arguments_may_come_as_an_object_and_calls_in_the_form_of_2023() throws IOException {
        assertThat(
                        deltasOf(
                                "{\"tool_calls\":[{\"id\":\"a\",\"function\":{\"name\":\"f\","
                                        + "\"arguments\":{\"x\":1}}}]}"))
                .contains(new Delta.Arguments(0, 0, "{\"x\":1}"));
        List<Delta> old =
                deltasOf(
                        "{\"function_call\":{\"name\":\"f\",\"arguments\":\"\"}}",
                        "{\"function_call\":{\"arguments\":\"{}\"}}");
        assertThat(old).hasSize(2).last().isEqualTo(new Delta.Arguments(0, 0, "{}"));
    }

    @Test
    void a_finish_stands_with_its_last_piece_and_once() throws IOException {
        List<Delta> all =
                deltas(
                        Streams.chunk(
                                        "{\"index\":0,\"delta\":{\"content\":\"x\"},"
                                                + "\"finish_reason\":\"length\"}",
                                        "")
                                + Streams.chunk(Streams.finish(0), ",\"usage\":null"));
        assertThat(all)
                .containsExactly(
                        new Delta.Started("c", null),
                        new Delta.Text(0, "x"),
                        new Delta.Stopped(0, StopReason.LENGTH, null));
    }

    @Test
    void stop_after_calls_means_that_they_shall_be_made() throws IOException {
        List<Delta> all =
                deltas(
                        Streams.chunk(
                                        "{\"index\":0,\"delta\":"
                                                + call("\"id\":\"a\"", "f", "{}")
                                                + "}",
                                        "")
                                + Streams.chunk(Streams.finish(0), ""));
        assertThat(all.getLast()).isEqualTo(new Delta.Stopped(0, StopReason.TOOL, null));
    }

    @Test
    void choices_keep_apart() throws IOException {
        List<Delta> all =
                deltas(
                        Streams.chunk(Streams.piece(1, "b") + "," + Streams.piece(0, "a"), "")
                                + Streams.chunk(Streams.finish(1), "")
                                + Streams.chunk(Streams.piece(0, "c"), "")
                                + Streams.chunk(Streams.finish(0), ""));
        assertThat(Answer.of(all).choices())
                .extracting(choice -> choice.parts().getFirst())
                .containsExactly(new Part.Text("ac"), new Part.Text("b"));
    }

    @Test
    void a_whole_answer_says_the_same() {
        List<Delta> all =
                Translations.whole(
                        """
                        {"id":"x","model":"up","choices":[{"index":0,"message":{"role":"assistant",
                         "content":"so","reasoning_content":"hm","tool_calls":[{"id":"a",
                         "type":"function","function":{"name":"f","arguments":"{}"}}]},
                         "finish_reason":"tool_calls"}],"usage":null}
                        """);
        assertThat(all)
                .containsExactly(
                        new Delta.Started("x", "up"),
                        new Delta.Thought(0, "hm"),
                        new Delta.Text(0, "so"),
                        new Delta.ToolCall(0, 0, "a", "f"),
                        new Delta.Arguments(0, 0, "{}"),
                        new Delta.Stopped(0, StopReason.TOOL, null));
    }
}
