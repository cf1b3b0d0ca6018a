package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Effort;
import dev.undercut.chat.Feature;
import dev.undercut.chat.OriginalBody;
import dev.undercut.chat.Preferences;
import dev.undercut.chat.Prompt;
import java.util.EnumSet;

/** The request that routers are asked about: a streamed question that brings tools. */
final class Questions {
    private static final String SENTENCE = "What is 17 times 23? ";

    private Questions() {}

    static ChatRequest to(String model, int promptBytes) {
        return new ChatRequest(
                model,
                true,
                true,
                1_000L,
                1,
                Effort.DEFAULT,
                EnumSet.of(Feature.TOOLS),
                new Question(SENTENCE.repeat(promptBytes / SENTENCE.length())),
                Preferences.NONE,
                new NoBody());
    }

    private record Question(String text) implements Prompt {
        @Override
        public long textBytes() {
            return text.length();
        }

        @Override
        public int messages() {
            return 1;
        }

        @Override
        public int images() {
            return 0;
        }

        @Override
        public int lowDetailImages() {
            return 0;
        }
    }

    private record NoBody() implements OriginalBody {
        @Override
        public String dialect() {
            return "openai";
        }

        @Override
        public byte[] rewritten(Change change) {
            return new byte[0];
        }

        @Override
        public Translation translated() {
            throw new AssertionError("routing reads no conversation");
        }
    }
}
