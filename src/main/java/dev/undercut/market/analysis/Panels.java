package dev.undercut.market.analysis;

import dev.undercut.market.Model;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceHistory;
import dev.undercut.market.PriceTier;
import dev.undercut.market.Spell;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Makes panels from the market's own history. */
public final class Panels {
    private static final Pattern OVER =
            Pattern.compile("(?:retired|stale since) (\\d{4}-\\d{2}-\\d{2})");
    private static final String STALE = "stale";
    private static final List<String> WORDS =
            List.of("disputed", "retired", STALE, "quantised", "variant", "free");

    /** Announcement, first sale and our sources' days differ by this much at times. */
    private static final long EARLY_DAYS = 31;

    private Panels() {}

    /**
     * The panel of a history: the standard tier of every offer, with what that history knows. A
     * price that is retired, or gone from its sources, is for sale no more. A price from long
     * before the model's release belongs to a predecessor under the same name, and counts from the
     * release on.
     *
     * <p>Prices of vectors are no prices of text, and are left out.
     *
     * @param quality how good the models are
     */
    public static PricePanel of(PriceHistory history, Quality quality) {
        List<ModelFacts> known =
                history.models().stream()
                        .filter(model -> !model.makesVectors())
                        .map(Panels::facts)
                        .toList();
        Map<String, Model> byId = new HashMap<>();
        history.models().forEach(model -> byId.put(model.id(), model));
        List<PricedSpan> spans = new ArrayList<>();
        for (Spell spell : history.spells()) {
            Model model = byId.get(spell.fact().model());
            if (model != null
                    && !model.makesVectors()
                    && spell.fact().tier().equals(PriceTier.STANDARD)) {
                PricedSpan span = span(spell, model, history.isGone(spell));
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
                model.openSince(),
                model.reasoning(),
                model.context());
    }

    private static @Nullable PricedSpan span(Spell spell, Model model, boolean gone) {
        PriceFact fact = spell.fact();
        LocalDate from = fact.validFrom();
        LocalDate to = spell.end();
        LocalDate released = model.released();
        if (released != null && from.isBefore(released.minusDays(EARLY_DAYS))) {
            from = released;
        }
        if (to != null && !from.isBefore(to)) {
            return null;
        }
        return new PricedSpan(
                fact.provider(),
                fact.model(),
                fact.upstreamId(),
                fact.provider().equals(model.vendor()),
                from,
                to,
                soldUntil(spell, gone),
                spell.seenOn(),
                fact.rates().input(),
                fact.rates().cachedInput(),
                fact.rates().cacheWrite(),
                fact.rates().output(),
                fact.context(),
                spell.sources(),
                flags(fact, gone),
                fact.notes());
    }

    private static @Nullable LocalDate soldUntil(Spell spell, boolean gone) {
        LocalDate until = spell.end();
        if (gone) {
            until = earlier(until, spell.seenOn().plusDays(1));
        }
        for (String note : spell.fact().notes()) {
            Matcher over = OVER.matcher(note);
            if (over.lookingAt()) {
                until = earlier(until, LocalDate.parse(over.group(1)));
            }
        }
        return until;
    }

    private static LocalDate earlier(@Nullable LocalDate one, LocalDate other) {
        return one == null || other.isBefore(one) ? other : one;
    }

    private static Set<String> flags(PriceFact fact, boolean gone) {
        Set<String> flags = new HashSet<>();
        for (String note : fact.notes()) {
            WORDS.stream().filter(note::startsWith).forEach(flags::add);
        }
        if (gone) {
            flags.add(STALE);
        }
        return flags;
    }
}
