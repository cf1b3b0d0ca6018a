package dev.undercut.dialect.openai;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.chat.Answer;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.Delta;
import dev.undercut.chat.StopReason;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;

/** What goes into the dialect comes out of it again. */
class OpenAiTranslationPropertiesTest {

    @Property(tries = 300)
    void a_conversation_survives_being_written_and_read(@ForAll long seed) {
        Conversation said = new RandomConversation(new Random(seed)).next();
        String body = Translations.written(said, Translations.WHOLE);
        assertThat(Translations.read(body)).isEqualTo(said);
    }

    @Property(tries = 300)
    void an_answer_survives_being_streamed_in_pieces_of_any_size(@ForAll long seed)
            throws IOException {
        Random random = new Random(seed);
        int choices = random.nextInt(1, 4);
        List<Delta> said = answer(random, choices);
        ChatRequest request = Requests.with("\"stream\":true,\"n\":" + choices);
        byte[] stream = Translations.stream(request, said).getBytes(UTF_8);
        List<Delta> read = Translations.deltas(new Trickle(stream, random));
        assertThat(Answer.of(read).choices()).isEqualTo(Answer.of(said).choices());
    }

    @Property(tries = 300)
    void an_answer_survives_being_written_whole(@ForAll long seed) {
        Random random = new Random(seed);
        int choices = random.nextInt(1, 4);
        Answer said = Answer.of(answer(random, choices));
        ChatRequest request = Requests.with("\"n\":" + choices);
        byte[] whole = new OpenAi().write(request, said, Translations.USAGE, Translations.STAMP);
        Answer read = Answer.of(Translations.whole(new String(whole, UTF_8)));
        assertThat(read.choices()).isEqualTo(said.choices());
    }

    /** Choices whose thoughts come before their text and their text before their calls. */
    private static List<Delta> answer(Random random, int choices) {
        List<List<Delta>> queues = new ArrayList<>();
        for (int choice = 0; choice < choices; choice++) {
            queues.add(choice(random, choice));
        }
        List<Delta> said = new ArrayList<>(List.of(new Delta.Started("x", "m")));
        while (!queues.isEmpty()) {
            int at = random.nextInt(queues.size());
            said.add(queues.get(at).removeFirst());
            if (queues.get(at).isEmpty()) {
                queues.remove(at);
            }
        }
        return said;
    }

    private static List<Delta> choice(Random random, int choice) {
        List<Delta> said = new ArrayList<>();
        for (int i = random.nextInt(3); i > 0; i--) {
            said.add(new Delta.Thought(choice, "hm 😀 " + i));
        }
        for (int i = random.nextInt(4); i > 0; i--) {
            said.add(new Delta.Text(choice, "w\u00f6rd \"" + i + "\"\r\n"));
        }
        int calls = random.nextInt(4);
        for (int call = 0; call < calls; call++) {
            said.add(new Delta.ToolCall(choice, call, "call_" + choice + call, "f" + call));
        }
        List<List<String>> arguments = new ArrayList<>();
        for (int call = 0; call < calls; call++) {
            arguments.add(new ArrayList<>(List.of("{\"a\"", ":", "" + call, "}")));
        }
        while (arguments.stream().anyMatch(pieces -> !pieces.isEmpty())) {
            int call = random.nextInt(calls);
            if (!arguments.get(call).isEmpty()) {
                said.add(new Delta.Arguments(choice, call, arguments.get(call).removeFirst()));
            }
        }
        StopReason reason = calls > 0 ? StopReason.TOOL : StopReason.LENGTH;
        said.add(new Delta.Stopped(choice, reason, null));
        return said;
    }

    /** Gives a few bytes at a time. */
    private static final class Trickle extends InputStream {
        private final ByteArrayInputStream all;
        private final Random random;

        Trickle(byte[] all, Random random) {
            this.all = new ByteArrayInputStream(all);
            this.random = random;
        }

        @Override
        public int read() {
            return all.read();
        }

        @Override
        public int read(byte[] into, int offset, int length) {
            return all.read(into, offset, Math.min(length, random.nextInt(1, 40)));
        }
    }
}
