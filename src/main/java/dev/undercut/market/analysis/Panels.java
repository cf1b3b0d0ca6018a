package dev.undercut.market.analysis;

import dev.undercut.market.Model;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceTier;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Makes panels from the market's own facts. */
public final class Panels {
    private Panels() {}

    /**
     * The panel of some facts: the standard tier of every offer. A fact that says {@code disputed}
     * or {@code stale} keeps that as a flag, and one whose note begins with {@code retired} is.
     *
     * @param facts with their ends resolved, so that no two of one offer overlap
     * @param models all models
     * @param quality how good they are
     */
    public static PricePanel of(
            Collection<PriceFact> facts, Collection<Model> models, Quality quality) {
        List<ModelFacts> known = models.stream().map(Panels::facts).toList();
        Set<String> makers = new HashSet<>();
        models.forEach(model -> makers.add(model.id() + " " + model.vendor()));
        List<PricedSpan> spans =
                facts.stream()
                        .filter(fact -> fact.tier().equals(PriceTier.STANDARD))
                        .map(fact ->
                                span(fact, makers.contains(fact.model() + " " + fact.provider())))
                        .toList();
        return new PricePanel(spans, known, quality);
    }

    private static ModelFacts facts(Model model) {
        return new ModelFacts(
                model.id(),
                model.vendor(),
                model.released(),
                model.openWeights(),
                model.reasoning(),
                model.context());
    }

    private static PricedSpan span(PriceFact fact, boolean firstParty) {
        Set<String> flags = new HashSet<>();
        for (String note : fact.notes()) {
            flags.add(note.startsWith(PricedSpan.RETIRED) ? PricedSpan.RETIRED : note);
        }
        return new PricedSpan(
                fact.provider(),
                fact.model(),
                fact.upstreamId(),
                firstParty,
                fact.validFrom(),
                fact.validTo(),
                fact.seenOn(),
                fact.rates().input(),
                fact.rates().cachedInput(),
                fact.rates().cacheWrite(),
                fact.rates().output(),
                fact.context(),
                fact.sources(),
                flags);
    }
}
