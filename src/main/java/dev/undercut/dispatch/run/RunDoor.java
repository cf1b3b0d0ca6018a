package dev.undercut.dispatch.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Refusal;
import dev.undercut.compute.spec.Wish;
import dev.undercut.compute.verify.Tools;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.dispatch.Job;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.Outcome;
import dev.undercut.runs.RunStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.random.RandomGenerator;

/** Answers requests that want test-time compute, or refuses them with the reason. */
public final class RunDoor implements ChatCalls.Computing {
    private final ChatCalls calls;
    private final Rooms rooms;

    /**
     * What runs use.
     *
     * @param ledger the books
     * @param store keeps logs and trees
     * @param tools what verifiers need
     * @param nanos the monotonic clock
     * @param random seeds runs whose clients give none; safe for use by many threads
     */
    public record Rooms(
            Ledger ledger,
            RunStore store,
            Tools tools,
            LongSupplier nanos,
            RandomGenerator random) {}

    /**
     * A door for runs.
     *
     * @param calls the door by which their calls are made
     */
    public RunDoor(ChatCalls calls, Rooms rooms) {
        this.calls = calls;
        this.rooms = rooms;
    }

    @Override
    public boolean answers(Job job, ChatRequest request, byte[] body) {
        return switch (Wishes.of(job.client(), request, calls.serving())) {
            case Wishes.Wanted.Nothing() -> false;
            case Wishes.Wanted.Wrong(Refusal refusal) -> {
                calls.refuse(job, request, refusal);
                yield true;
            }
            case Wishes.Wanted.Run(ObjectNode wish, ChatRequest base) -> {
                answer(job, request, base, wish, body);
                yield true;
            }
        };
    }

    private void answer(
            Job job, ChatRequest request, ChatRequest base, ObjectNode wish, byte[] body) {
        Planner planner =
                new Planner(
                        calls, rooms, new Planner.Asked(job.requestId(), job, request, base, wish));
        switch (planner.plan()) {
            case Planner.Outcome.Refused(Refusal refusal) -> calls.refuse(job, request, refusal);
            case Planner.Outcome.Dry(Planned planned) -> estimateOnly(planned);
            case Planner.Outcome.Ready(Planned planned) -> {
                String text = new String(body, StandardCharsets.UTF_8);
                RunStore.Question question = new RunStore.Question(job.dialect().path(), text);
                new Performance(calls, rooms, planned).perform(question);
            }
        }
    }

    @Override
    public void resume(Job job, ChatRequest request, String run) {
        Optional<RunStore.Kept> kept = rooms.store().find(run);
        boolean open =
                kept.filter(found -> found.tree() == null).isPresent()
                        && rooms.ledger()
                                .find(run)
                                .filter(entry -> entry.outcome() == Outcome.INTERRUPTED)
                                .isPresent();
        Optional<ObjectNode> wish = kept.flatMap(found -> Wish.json(found.head().wish()));
        if (!open || wish.isEmpty()) {
            calls.refuse(
                    job,
                    request,
                    new Refusal(
                            Refusal.Kind.NOT_FOUND,
                            "run_not_found",
                            "There is no run " + run + " whose process died before its end.",
                            null));
            return;
        }
        ChatRequest base =
                Wishes.of(job.client(), request, calls.serving())
                                instanceof Wishes.Wanted.Run(ObjectNode said, ChatRequest plain)
                        ? plain
                        : request;
        Planner.Asked asked = new Planner.Asked(run, job, request, base, wish.get());
        switch (new Planner(calls, rooms, asked).plan()) {
            case Planner.Outcome.Refused(Refusal refusal) -> calls.refuse(job, request, refusal);
            case Planner.Outcome.Dry(Planned planned) -> estimateOnly(planned);
            case Planner.Outcome.Ready(Planned planned) ->
                    new Performance(calls, rooms, planned).goOn(kept.get());
        }
    }

    private static void estimateOnly(Planned planned) {
        byte[] json = RunReceipt.estimate(planned).getBytes(StandardCharsets.UTF_8);
        try {
            planned.job()
                    .client()
                    .send(200, List.of(new Header("content-type", "application/json")), json);
        } catch (IOException e) {
            // the client left; nothing was spent
        }
    }
}
