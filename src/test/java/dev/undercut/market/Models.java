package dev.undercut.market;

import dev.undercut.chat.Effort;
import dev.undercut.money.PricePerMtok;
import java.util.Map;
import java.util.Set;

/** Models, rates and offers for tests. */
final class Models {
    private Models() {}

    static Model model(String id) {
        return model(id, false);
    }

    static Model model(String id, boolean reasoning) {
        return new Model(
                id,
                id,
                "maker",
                null,
                null,
                reasoning,
                null,
                null,
                Set.of(),
                null,
                Capability.unrated(),
                Map.of(),
                "test");
    }

    static Model plain(String id, Capability capability, Map<Effort, Capability> byEffort) {
        return new Model(
                id,
                id,
                "maker",
                null,
                null,
                null,
                false,
                null,
                null,
                Set.of(),
                null,
                capability,
                byEffort,
                Map.of(),
                "test");
    }

    static Rates rates(String input, String output) {
        return Rates.of(PricePerMtok.parse(input), PricePerMtok.parse(output));
    }

    static Offer offer(String provider, Model model, String upstreamId) {
        return new Offer(
                provider,
                model,
                upstreamId,
                PriceSchedule.flat("t", rates("1", "2")),
                null,
                null,
                Set.of(),
                Offer.Kind.PAID,
                "test");
    }
}
