package dev.undercut.dispatch.run;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.chat.OriginalBody.Translation;
import dev.undercut.chat.Refusal;
import dev.undercut.compute.Ask;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.prompt.Prompts;
import dev.undercut.compute.run.Checking;
import dev.undercut.compute.run.Models.Limits;
import dev.undercut.compute.run.Models.Terms;
import dev.undercut.compute.run.RunSpec;
import dev.undercut.compute.spec.Estimator;
import dev.undercut.compute.spec.SpecReader;
import dev.undercut.compute.verify.Extractor;
import dev.undercut.compute.verify.Extractors;
import dev.undercut.compute.verify.Made;
import dev.undercut.compute.verify.Verifier;
import dev.undercut.compute.verify.Verifiers;
import dev.undercut.compute.verify.confined.Confinement;
import dev.undercut.compute.verify.confined.ProgramTests;
import dev.undercut.dispatch.ChatCalls;
import dev.undercut.dispatch.Job;
import dev.undercut.money.Usd;
import dev.undercut.route.Decision;
import dev.undercut.route.Plan;
import org.jspecify.annotations.Nullable;

/** Makes a run out of a request, or says why there can be none. Nobody is called. */
final class Planner {
    private final ChatCalls calls;
    private final RunDoor.Rooms rooms;
    private final Asked asked;

    /**
     * What was asked for.
     *
     * @param run the run's id
     * @param request as it came
     * @param base the same with the model's name alone
     * @param wish what shall be run
     */
    record Asked(String run, Job job, ChatRequest request, ChatRequest base, ObjectNode wish) {}

    /** What came of it. */
    sealed interface Outcome {
        /** It can begin. */
        record Ready(Planned planned) implements Outcome {}

        /** It could, and only its price is wanted. */
        record Dry(Planned planned) implements Outcome {}

        /** It cannot. */
        record Refused(Refusal refusal) implements Outcome {}
    }

    Planner(ChatCalls calls, RunDoor.Rooms rooms, Asked asked) {
        this.calls = calls;
        this.rooms = rooms;
        this.asked = asked;
    }

    Outcome plan() {
        int most = calls.serving().limits().maxChoices();
        if (asked.base().choices() > most) {
            return new Outcome.Refused(Refusal.invalid("n", "n: at most " + most + " here"));
        }
        return switch (calls.decide(withoutLimit())) {
            case Decision.NoOffer(Refusal refusal) -> new Outcome.Refused(refusal);
            case Decision.Planned(Plan plan) ->
                    switch (asked.base().body().translated()) {
                        case Translation.Refused(Refusal refusal) -> new Outcome.Refused(refusal);
                        case Translation.Of(Conversation question) -> read(plan, question);
                    };
        };
    }

    /**
     * The limit is the run's: one of its calls may cost far less, and an answer in one far more.
     */
    private ChatRequest withoutLimit() {
        ChatRequest base = asked.base();
        return new ChatRequest(
                base.model(),
                base.stream(),
                base.usageAsked(),
                base.maxOutput(),
                1,
                base.effort(),
                base.needs(),
                base.prompt(),
                base.preferences().ofCall(null),
                base.body());
    }

    private Outcome read(Plan plan, Conversation question) {
        Casting casting = new Casting(calls, asked.base(), plan, rooms.random());
        return switch (SpecReader.read(asked.wish(), casting)) {
            case SpecReader.Reading.Refused(String field, String message) ->
                    refused(field, message);
            case SpecReader.Reading.Read(RunSpec spec, boolean dry) -> {
                Made<Checking> checking = checking(spec);
                yield switch (checking) {
                    case Made.Refused<Checking>(String field, String message) ->
                            refused(field, message);
                    case Made.Ready<Checking>(Checking ready) ->
                            priced(plan, question, spec, ready, dry);
                };
            }
        };
    }

    private Outcome priced(
            Plan plan, Conversation question, RunSpec spec, Checking checking, boolean dry) {
        OfferedModels models = new OfferedModels(calls, asked.job(), asked.base(), spec.models());
        Outcome.Refused unaffordable = unaffordable(spec, models, question);
        if (unaffordable != null) {
            return unaffordable;
        }
        Planned planned =
                new Planned(
                        asked.run(),
                        asked.job(),
                        asked.request(),
                        question,
                        plan,
                        complete(spec),
                        spec,
                        checking,
                        models,
                        new Estimator(spec, models, question).estimate());
        return dry ? new Outcome.Dry(planned) : new Outcome.Ready(planned);
    }

    /** All that chance and the book have filled in, so that it can be begun again as it was. */
    private ObjectNode complete(RunSpec spec) {
        ObjectNode wish = asked.wish().deepCopy();
        wish.put("seed", spec.seed());
        ArrayNode answering = wish.putArray("models");
        spec.models().subList(0, spec.answering()).forEach(answering::add);
        switch (spec.strategy()) {
            case Strategy.Mix mix -> wish.put("aggregator", spec.models().get(mix.aggregator()));
            case Strategy.Tournament match -> wish.put("judge", spec.models().get(match.judge()));
            case Strategy other -> {
                if (spec.judge() != null) {
                    wish.put("judge", spec.models().get(spec.judge()));
                }
            }
        }
        wish.remove("dry_run");
        return wish;
    }

    /** A name that means nothing, and a budget that pays for no answer at all, are told at once. */
    private Outcome.@Nullable Refused unaffordable(
            RunSpec spec, OfferedModels models, Conversation question) {
        Conversation solving = new Prompts(question).words(new Ask.Solve(), null, 0);
        Usd limit = spec.budget().usd();
        Usd cheapest = null;
        boolean priced = limit == null;
        for (int model = 0; model < spec.models().size(); model++) {
            switch (models.terms(model, solving, Limits.NONE)) {
                case Terms.Closed(String reason, boolean limited) -> {
                    return refused("models", spec.models().get(model) + ": " + reason);
                }
                case Terms.Open open -> {
                    Usd expected = open.expected();
                    priced |= expected != null;
                    if (expected != null
                            && (cheapest == null || expected.compareTo(cheapest) < 0)) {
                        cheapest = expected;
                    }
                }
            }
        }
        if (!priced) {
            return refused(
                    "budget.usd",
                    "the price of "
                            + String.join(", ", spec.models())
                            + " is not known, so no amount of dollars is sure to pay for it");
        }
        if (limit != null && cheapest != null && cheapest.compareTo(limit) > 0) {
            return refused(
                    "budget.usd",
                    limit + " does not pay for one answer, which is expected to cost " + cheapest);
        }
        return null;
    }

    private Made<Checking> checking(RunSpec spec) {
        return switch (Extractors.of(spec.extractor())) {
            case Made.Refused<Extractor>(String field, String message) ->
                    new Made.Refused<>(field, message);
            case Made.Ready<Extractor>(Extractor extractor) -> checking(spec, extractor);
        };
    }

    private Made<Checking> checking(RunSpec spec, Extractor extractor) {
        Verifier verifier = null;
        if (spec.verifier() != null) {
            switch (Verifiers.of(spec.verifier(), rooms.tools())) {
                case Made.Refused<Verifier>(String field, String message) -> {
                    String at = field.isEmpty() ? "verifier" : "verifier." + field;
                    return new Made.Refused<>(at, message);
                }
                case Made.Ready<Verifier>(Verifier made) -> verifier = made;
            }
        }
        if (!(spec.strategy() instanceof Strategy.CodeT)) {
            return new Made.Ready<>(new Checking(extractor, verifier, spec.judge(), null));
        }
        return switch (rooms.tools().confinement().python()) {
            case Confinement.Found.Unavailable(String message) ->
                    new Made.Refused<>("strategy", message);
            case Confinement.Found.Available(ProgramTests tests) ->
                    new Made.Ready<>(
                            new Checking(
                                    extractor,
                                    verifier,
                                    spec.judge(),
                                    (program, checks) -> tests.run(program, checks).behaviour()));
        };
    }

    private static Outcome.Refused refused(String field, String message) {
        String param = "undercut.compute" + (field.isEmpty() ? "" : "." + field);
        return new Outcome.Refused(Refusal.invalid(param, param + ": " + message));
    }
}
