package dev.undercut.market.analysis;

import dev.undercut.market.Model;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceTier;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes panels from the market's own facts. */
public final class Panels {
    private static final Pattern OVER =
            Pattern.compile("(?:retired|stale since) (\\d{4}-\\d{2}-\\d{2})");

    /** Announcement, first sale and our sources' days differ by this much at times. */
    private static final long EARLY_DAYS = 31;

    private Panels() {}

    /**
     * The panel of some facts: the standard tier of every offer. A price noted as {@code retired
     * DAY} or {@code stale since DAY} is not for sale from that day on. A price from long before
     * the model's release belongs to a predecessor under the same name, and counts from the release
     * on.
     *
     * @param facts with their ends resolved, so that no two of one offer overlap
     * @param models all models
     * @param quality how good they are
     */
    public static PricePanel of(
            Collection<PriceFact> facts, Collection<Model> models, Quality quality) {
        List<ModelFacts> known = models.stream().map(Panels::facts).toList();
        Map<String, Model> byId = new HashMap<>();
        models.forEach(model -> byId.put(model.id(), model));
        List<PricedSpan> spans = new ArrayList<>();
        for (PriceFact fact : facts) {
            Model model = byId.get(fact.model());
            if (model != null && fact.tier().equals(PriceTier.STANDARD)) {
                PricedSpan span = span(fact, model);
                if (span != null) {
                    spans.add(span);
                }
            }
        }
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

    private static @Nullable PricedSpan span(PriceFact fact, Model model) {
        LocalDate from = fact.validFrom();
        LocalDate to = fact.validTo();
        LocalDate released = model.released();
        if (released != null && from.isBefore(released.minusDays(EARLY_DAYS))) {
            from = released;
        }
        if (to != null && !from.isBefore(to)) {
            return null;
        }
        LocalDate soldUntil = to;
        for (String note : fact.notes()) {
            Matcher over = OVER.matcher(note);
            if (over.lookingAt()) {
                LocalDate day = LocalDate.parse(over.group(1));
                soldUntil = soldUntil == null || day.isBefore(soldUntil) ? day : soldUntil;
            }
        }
        return new PricedSpan(
                fact.provider(),
                fact.model(),
                fact.upstreamId(),
                fact.provider().equals(model.vendor()),
                from,
                to,
                soldUntil,
                fact.seenOn(),
                fact.rates().input(),
                fact.rates().cachedInput(),
                fact.rates().cacheWrite(),
                fact.rates().output(),
                fact.context(),
                fact.sources(),
                fact.notes());
    }
}
