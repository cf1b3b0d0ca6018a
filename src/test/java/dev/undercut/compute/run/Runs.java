package dev.undercut.compute.run;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Part;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.verify.ExtractorSpec;
import dev.undercut.compute.verify.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What tests of the engine have in common. */
final class Runs {
    private Runs() {}

    static final Checking LAST_WORD = checking(null, null);

    static Checking checking(@Nullable Verifier verifier, @Nullable Integer judge) {
        return new Checking(
                text -> Optional.of(text.substring(text.lastIndexOf(' ') + 1)),
                verifier,
                judge,
                null);
    }

    static Conversation question(@Nullable Long seed) {
        return new Conversation(
                List.of(),
                List.of(
                        new Conversation.Turn(
                                Conversation.Role.USER, List.of(new Part.Text("6*7?")), null)),
                List.of(),
                new Conversation.ToolChoice.Auto(),
                null,
                new Conversation.Sampling(null, null, null, seed, null, null),
                null,
                List.of(),
                1,
                new Conversation.Format.Text(),
                Conversation.Thinking.DEFAULT,
                null,
                Map.of());
    }

    static RunSpec spec(int n, int models, Budget budget, boolean strict, int slots) {
        List<String> names = new ArrayList<>();
        for (int i = 0; i < models; i++) {
            names.add("m" + i);
        }
        return new RunSpec(
                new Strategy.Vote(n, new Strategy.StopRule.AtCap()),
                names,
                models,
                null,
                null,
                new ExtractorSpec.Auto(),
                budget,
                1,
                strict,
                RunSpec.OnExhausted.BEST,
                RunSpec.Showing.EVENTS,
                slots);
    }
}
