package dev.undercut.market.capability;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.Golden;
import dev.undercut.chat.Effort;
import dev.undercut.market.Book;
import dev.undercut.market.CapabilityIndex.Entry;
import dev.undercut.market.Offer;
import dev.undercut.market.capability.FitQuality.Coverage;
import dev.undercut.market.capability.FitQuality.LeftOut;
import dev.undercut.market.data.MarketFacts;
import java.time.Instant;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** How well the shipped index foretells what it has not seen; docs/CAPABILITY.md shows it. */
class FitQualityTest {
    private static final Instant AT = Instant.parse("2026-11-21T12:00:00Z");
    private static final long SEED = 7;

    private static final FitQuality QUALITY = new FitQuality(Fitted.FIT);
    private static final List<LeftOut> LEFT_OUT = QUALITY.leaveOneOut();
    private static final List<Coverage> HIDDEN =
            Stream.of(1, 2, 3, 4, 6).map(left -> QUALITY.hideAllBut(left, SEED)).toList();

    @Test
    void each_benchmark_is_foretold_by_the_others() {
        assertThat(LEFT_OUT).hasSizeGreaterThanOrEqualTo(45);
        assertThat(QualityDocument.median(LEFT_OUT)).isGreaterThanOrEqualTo(0.88);
        assertThat(QualityDocument.weightedMean(LEFT_OUT)).isGreaterThanOrEqualTo(0.90);
        assertThat(LEFT_OUT).allMatch(left -> left.correlation() > 0.6);
        assertThat(LEFT_OUT)
                .filteredOn(left -> left.correlation() < 0.85)
                .allMatch(left -> left.benchmark().note() != null);
    }

    @Test
    void intervals_hold_when_evidence_is_hidden() {
        assertThat(HIDDEN)
                .allMatch(coverage -> coverage.places() > 80)
                .allMatch(coverage -> coverage.covered() > 0.74 && coverage.covered() < 0.95);
        assertThat(HIDDEN.getFirst().rms()).isBetween(3.5, 6.0);
        assertThat(HIDDEN.get(2).rms()).isLessThan(3.5);
    }

    @Test
    void most_of_what_is_sold_is_rated() {
        Book book = MarketFacts.load().history().book(AT);
        Set<String> sold = new HashSet<>();
        book.offers().stream()
                .filter(offer -> offer.kind() != Offer.Kind.RETIRED)
                .forEach(offer -> sold.add(offer.model().id()));
        Map<String, Integer> evidence = new HashMap<>();
        Fitted.FIT.index().entries().stream()
                .filter(entry -> entry.effort() == Effort.DEFAULT)
                .filter(entry -> sold.contains(entry.model()))
                .forEach(entry -> evidence.put(entry.model(), entry.evidence()));

        assertThat(evidence.size()).isGreaterThanOrEqualTo(300);
        assertThat(evidence.values().stream().filter(families -> families >= 3).count())
                .isGreaterThanOrEqualTo(220);
    }

    @Test
    void the_document_says_how_good_the_index_is() {
        List<Entry> landed =
                Landing.ALL.stream()
                        .map(landing -> Fitted.place(landing.model(), landing.effort()))
                        .toList();

        Golden.assertMatches(
                "docs/CAPABILITY.md",
                new QualityDocument(Fitted.FIT, LEFT_OUT, HIDDEN).text(landed));
    }
}
