package dev.undercut.market.feed;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.market.PriceFact;
import dev.undercut.market.feed.ImportReport.Change;
import dev.undercut.market.feed.source.Feeds;
import dev.undercut.market.intake.HeldPrice;
import java.io.ByteArrayInputStream;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Imports from the outside: what is said, and what stands in the journal then. */
class PriceImportTest {
    private static final String GPT = "openai,gpt-5,gpt-5,1.25,0.125,10,,,";
    private static final String DEEPSEEK = "deepseek,deepseek-v4,deepseek-v4,0.5,,2,,,";

    @TempDir private Path home;
    private Desk desk;

    @BeforeEach
    void open() throws IOException {
        desk = new Desk(home);
    }

    @AfterEach
    void close() {
        desk.close();
    }

    @Test
    void a_new_offer_becomes_a_fact_from_the_day_it_is_seen() throws IOException {
        ImportReport report = desk.read(GPT);
        assertThat(report.added()).hasSize(1);
        PriceFact fact = desk.market.facts().getFirst();
        assertThat(fact.rates().input().plain()).isEqualTo("1.25");
        assertThat(fact.validFrom()).isEqualTo(desk.today());
        assertThat(fact.confidence()).isEqualTo(PriceFact.Confidence.OBSERVED);
        assertThat(fact.sources()).containsExactly("list");
        assertThat(desk.market.snapshots()).hasSize(1);
    }

    @Test
    void the_same_feed_again_appends_nothing() throws IOException {
        desk.read(GPT, DEEPSEEK);
        long version = desk.market.version();
        ImportReport again = desk.read(GPT, DEEPSEEK);
        assertThat(again.unchanged()).isEqualTo(2);
        assertThat(again.changesTheBook()).isFalse();
        assertThat(desk.market.version()).isEqualTo(version);
        desk.turnTo("2026-11-20");
        desk.read(GPT, DEEPSEEK);
        assertThat(desk.market.facts())
                .hasSize(2)
                .allSatisfy(fact -> {
                    assertThat(fact.knownOn()).isEqualTo("2026-11-01");
                    assertThat(fact.seenOn()).isEqualTo("2026-11-20");
                });
    }

    @Test
    void a_change_says_by_what_factor() throws IOException {
        desk.read(GPT);
        desk.turnTo("2026-11-20");
        Change change = desk.read(GPT.replace("1.25", "0.5")).changed().getFirst();
        assertThat(change.inputFactor().orElseThrow()).isEqualByComparingTo("0.4");
        assertThat(change.outputFactor().orElseThrow()).isEqualByComparingTo("1");
        assertThat(desk.market.facts()).hasSize(2);
        assertThat(desk.market.listed("list"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.validFrom()).isEqualTo("2026-11-20"));
    }

    @Test
    void what_is_missing_is_gone_and_may_come_back() throws IOException {
        desk.read(GPT, DEEPSEEK);
        desk.turnTo("2026-11-03");
        assertThat(desk.read(DEEPSEEK).gone()).hasSize(1);
        assertThat(desk.read(DEEPSEEK).gone()).isEmpty();
        assertThat(desk.market.facts().getFirst().seenOn()).isEqualTo("2026-11-01");
        desk.turnTo("2026-11-09");
        ImportReport back = desk.read(GPT, DEEPSEEK);
        assertThat(back.confirmed()).isEqualTo(1);
        assertThat(desk.market.facts()).hasSize(2);
        assertThat(desk.market.facts().getFirst().seenOn()).isEqualTo("2026-11-09");
    }

    @Test
    void a_price_that_is_known_keeps_its_first_day() throws IOException {
        desk.shipped.add(Desk.fact("openai", "gpt-5", "1.25", "10", "2025-08-07"));
        ImportReport report = desk.read("openai,gpt-5,gpt-5,1.25,,10,,,");
        assertThat(report.confirmed()).isEqualTo(1);
        assertThat(desk.market.facts().getFirst().validFrom()).isEqualTo("2025-08-07");
    }

    @Test
    void an_announced_price_outlives_a_source_that_does_not_know_of_it() throws IOException {
        desk.shipped.add(Desk.fact("openai", "gpt-5", "1.25", "10", "2025-08-07"));
        desk.shipped.add(Desk.fact("openai", "gpt-5", "2.50", "20", "2027-01-01"));
        desk.read("openai,gpt-5,gpt-5,1,,10,,,");
        assertThat(desk.market.facts().getFirst().validTo()).isEqualTo("2027-01-01");
    }

    @Test
    void a_source_that_lags_undoes_nothing() throws IOException {
        desk.shipped.add(Desk.fact("openai", "gpt-5", "2", "12", "2025-08-07"));
        desk.shipped.add(Desk.fact("openai", "gpt-5", "1.25", "10", "2026-06-01"));
        ImportReport report = desk.read("openai,gpt-5,gpt-5,2,,12,,,");
        assertThat(report.behind()).isEqualTo(1);
        assertThat(report.changed()).isEmpty();
        assertThat(desk.market.facts().getFirst().validFrom()).isEqualTo("2025-08-07");
    }

    @Test
    void days_of_the_source_are_kept() throws IOException {
        desk.read(
                "openai,gpt-5,gpt-5,2,,12,2025-08-07,2026-06-01,",
                "openai,gpt-5,gpt-5,1.25,,10,2026-06-01,,");
        assertThat(desk.market.facts())
                .extracting(fact -> fact.validFrom() + " " + fact.validTo())
                .containsExactly("2025-08-07 2026-06-01", "2026-06-01 null");
        long version = desk.market.version();
        desk.read(
                "openai,gpt-5,gpt-5,2,,12,2025-08-07,2026-06-01,",
                "openai,gpt-5,gpt-5,1.25,,10,2026-06-01,,");
        assertThat(desk.market.version()).isEqualTo(version);
    }

    @Test
    void an_end_without_a_beginning_begins_with_the_model() throws IOException {
        desk.read(
                "openai,gpt-5,gpt-5,2,,12,,2026-06-01,",
                "anthropic,claude-opus-4.5,,2,,12,,2026-06-01,");
        assertThat(desk.market.facts())
                .singleElement()
                .satisfies(fact -> {
                    assertThat(fact.validFrom()).isEqualTo("2025-08-07");
                    assertThat(fact.confidence()).isEqualTo(PriceFact.Confidence.RELEASED);
                });
    }

    @Test
    void a_doubtful_price_waits_while_the_old_one_stays_listed() throws IOException {
        desk.read(GPT);
        desk.turnTo("2026-11-05");
        ImportReport report = desk.read(GPT.replace("1.25", "12.5"));
        HeldPrice held = report.held().getFirst();
        assertThat(held.reasons()).singleElement().asString().startsWith("unit slip: input 12.5");
        assertThat(report.gone()).isEmpty();
        assertThat(desk.market.listed("list"))
                .singleElement()
                .satisfies(fact -> assertThat(fact.rates().input().plain()).isEqualTo("1.25"));
        assertThat(desk.market.quarantine()).containsExactly(held);
        ImportReport again = desk.read(GPT.replace("1.25", "12.5"));
        assertThat(again.held()).isEmpty();
        assertThat(again.waiting()).isEqualTo(1);
    }

    @Test
    void an_accepted_price_is_valid_and_unchanged_from_then_on() throws IOException {
        desk.read(GPT);
        desk.turnTo("2026-11-05");
        String id = desk.read(GPT.replace("1.25", "12.5")).held().getFirst().id();
        PriceFact fact = desk.market.accept(id, LocalDate.parse("2026-11-06"));
        assertThat(fact.validFrom()).isEqualTo("2026-11-05");
        assertThat(fact.knownOn()).isEqualTo("2026-11-06");
        assertThat(desk.market.quarantine()).isEmpty();
        desk.turnTo("2026-11-07");
        ImportReport next = desk.read(GPT.replace("1.25", "12.5"));
        assertThat(next.unchanged()).isEqualTo(1);
        assertThat(next.held()).isEmpty();
        assertThat(desk.market.listed("list")).hasSize(1);
        assertThatThrownBy(() -> desk.market.accept(id, desk.today()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void a_rejected_price_is_not_held_again() throws IOException {
        desk.read(GPT);
        String id = desk.read(GPT.replace("1.25", "12.5")).held().getFirst().id();
        desk.market.reject(id, desk.today());
        desk.turnTo("2026-11-20");
        ImportReport again = desk.read(GPT.replace("1.25", "12.5"));
        assertThat(again.held()).isEmpty();
        assertThat(again.rejected()).isEqualTo(1);
        assertThat(desk.market.quarantine()).isEmpty();
        assertThat(desk.market.listed("list")).hasSize(1);
    }

    @Test
    void a_negative_price_and_one_per_character_can_never_be_accepted() throws IOException {
        String id = desk.read("openai,gpt-5,gpt-5,-1,,2,,,").held().getFirst().id();
        assertThatThrownBy(() -> desk.market.accept(id, desk.today()))
                .hasMessageContaining("can be no price");
        ImportReport characters =
                desk.read(
                        Feeds.find("litellm").orElseThrow(),
                        "litellm",
                        """
                        {"gemini/gpt-5": {"litellm_provider": "gemini", "mode": "chat",
                          "input_cost_per_character": 2.5e-07, "output_cost_per_character": 5e-07}}
                        """,
                        false);
        HeldPrice held = characters.held().getFirst();
        assertThat(held.reasons()).anyMatch(reason -> reason.startsWith("per-character"));
        assertThat(held.fact()).isNull();
        assertThat(desk.market.facts()).isEmpty();
    }

    @Test
    void two_prices_of_one_offer_are_both_held_and_equal_ones_are_one() throws IOException {
        ImportReport report = desk.read(GPT, GPT.replace("1.25", "2"), DEEPSEEK, DEEPSEEK);
        assertThat(report.held())
                .hasSize(2)
                .allSatisfy(held ->
                        assertThat(held.reasons()).anyMatch(why -> why.startsWith("twice")));
        assertThat(report.added()).hasSize(1);
    }

    @Test
    void a_price_that_goes_and_comes_within_days_is_held() throws IOException {
        desk.read(GPT);
        desk.turnTo("2026-11-10");
        assertThat(desk.read(GPT.replace("1.25", "2")).changed()).hasSize(1);
        desk.turnTo("2026-11-11");
        assertThat(desk.read(GPT).held().getFirst().reasons())
                .anyMatch(why -> why.startsWith("flapping"));
        desk.turnTo("2026-11-20");
        ImportReport settled = desk.read(GPT);
        assertThat(settled.changed()).hasSize(1);
        assertThat(settled.held()).isEmpty();
        assertThat(desk.market.quarantine()).isEmpty();
    }

    @Test
    void nothing_paid_is_free_by_a_feed() throws IOException {
        ImportReport report =
                desk.read("openai,gpt-5,gpt-5,0,,0,,,", "host,deepseek-v4,x:free,0,,0,,,free tier");
        assertThat(report.held()).hasSize(1);
        assertThat(report.held().getFirst().reasons().getFirst()).startsWith("zero");
        assertThat(report.added()).hasSize(1);
    }

    @Test
    void a_new_host_far_off_the_others_is_held() throws IOException {
        desk.read(DEEPSEEK, "host,deepseek-v4,ds,0.4,,2,,,");
        ImportReport report = desk.readFrom("other", "host2,deepseek-v4,ds,0.0005,,0.002,,,");
        assertThat(report.held().getFirst().reasons()).anyMatch(why -> why.startsWith("unit slip"));
        desk.shipped.add(Desk.fact("anthropic", "deepseek-v4", "0.001", "2", "2026-05-01"));
        desk.shipped.add(Desk.fact("google", "deepseek-v4", "0.001", "2", "2026-05-01"));
        assertThat(desk.readFrom("other", "host2,deepseek-v4,ds,0.0005,,0.002,,,").waiting())
                .isEqualTo(1);
    }

    @Test
    void a_feed_that_lists_less_than_half_of_before_is_refused_unless_said_to_be_whole()
            throws IOException {
        desk.read(Desk.PRICES, "list", offers(20), false);
        desk.turnTo("2026-11-05");
        long version = desk.market.version();
        ImportReport dry = desk.read(Desk.PRICES, "list", offers(9), true);
        assertThat(dry.gone()).hasSize(11);
        assertThat(dry.coverage().looksCutShort()).isTrue();
        assertThatThrownBy(() -> desk.read(Desk.PRICES, "list", offers(9), false))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("list looks cut short: 11 of the 20 prices")
                .hasMessageContaining("--whole");
        assertThat(desk.market.version()).isEqualTo(version);
        assertThat(desk.market.listed("list")).hasSize(20);
        assertThat(desk.market.facts())
                .allSatisfy(fact -> assertThat(fact.seenOn()).isEqualTo("2026-11-01"));

        desk.read(Desk.PRICES, "list", offers(9), new Manner(false, true));
        assertThat(desk.market.listed("list")).hasSize(9);
        assertThat(desk.read(Desk.PRICES, "list", offers(4), false).gone()).hasSize(5);
    }

    @Test
    void half_may_go_and_another_source_may_list_what_it_likes() throws IOException {
        desk.read(Desk.PRICES, "list", offers(20), false);
        assertThat(desk.read(Desk.PRICES, "list", offers(10), false).gone()).hasSize(10);
        desk.read(Desk.PRICES, "long", offers(40), false);
        assertThat(desk.read(Desk.PRICES, "short", offers(1), false).gone()).isEmpty();
    }

    @Test
    void the_first_reading_is_held_against_what_the_product_ships_of_that_source()
            throws IOException {
        for (int i = 0; i < 30; i++) {
            desk.shipped.add(Desk.fact("host", "gpt-5-" + i, "1", "2", "2026-05-01", "list"));
        }
        assertThatThrownBy(() -> desk.read(GPT))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("30 of the 30 prices");
        assertThat(desk.market.snapshots()).isEmpty();
        assertThat(desk.readFrom("other", GPT).added()).hasSize(1);
    }

    /** As many offers of one model. */
    private static String offers(int count) {
        return Desk.HEAD
                + IntStream.range(0, count)
                        .mapToObj(i -> "host,gpt-5,id-" + i + ",1,,2,,,\n")
                        .collect(Collectors.joining());
    }

    @Test
    void a_doubt_of_the_shipped_list_ends_when_another_source_shows_the_offer() throws IOException {
        String doubt = "stale since 2026-09-23: listed only by list";
        desk.shipped.add(
                Desk.remarked(
                        Desk.fact("openai", "gpt-5", "1.25", "10", "2025-08-07", "list"), doubt));
        desk.read("openai,gpt-5,gpt-5,1.25,,10,,,");
        assertThat(desk.market.listed("list"))
                .singleElement()
                .satisfies(own -> assertThat(own.notes()).containsExactly(doubt));
        desk.readFrom("fresh", "openai,gpt-5,gpt-5,1.25,,10,,,");
        assertThat(desk.market.listed("fresh"))
                .singleElement()
                .satisfies(own -> assertThat(own.notes()).isEmpty());
    }

    @Test
    void a_dry_run_says_the_same_and_writes_nothing() throws IOException {
        String text = Desk.HEAD + GPT + "\n" + "openai,gpt-5,other,-1,,2,,,\n";
        ImportReport dry = desk.read(Desk.PRICES, "list", text, true);
        assertThat(desk.market.facts()).isEmpty();
        assertThat(desk.market.quarantine()).isEmpty();
        assertThat(desk.market.snapshots()).isEmpty();
        ImportReport wet = desk.read(Desk.PRICES, "list", text, false);
        assertThat(dry.added()).isEqualTo(wet.added());
        assertThat(dry.held()).isEqualTo(wet.held());
    }

    @Test
    void a_broken_feed_leaves_the_books_as_they_were() throws IOException {
        desk.read(GPT);
        long version = desk.market.version();
        Feed feed = Feeds.find("models.dev").orElseThrow();
        String cut =
                "{\"openai\": {\"models\": {\"gpt-5\": {\"cost\": {\"input\": 9, \"output\": 9}}, ";
        assertThatThrownBy(() -> desk.read(feed, "list", cut, false))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("line 1, column");
        assertThatThrownBy(() -> desk.read(feed, "list", "{\"a\": {\"b\": 1}}", false))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("is this a feed of kind models.dev?");
        assertThat(desk.market.version()).isEqualTo(version);
        assertThat(desk.market.listed("list")).hasSize(1);
    }

    @Test
    void a_hundred_megabytes_end_in_a_report_and_change_nothing() throws IOException {
        desk.read(Desk.PRICES, "list", offers(20), false);
        long version = desk.market.version();
        Feed feed = Feeds.find("litellm").orElseThrow();
        AtomicLong read = new AtomicLong();
        PriceImport prices =
                new PriceImport(desk.catalog, () -> desk.shipped, desk.market, () -> Instant.EPOCH);
        try (InputStream bytes = FeedBytes.open(large(50_000), 1L << 30, read::set)) {
            ImportReport report = prices.run(feed, "list", bytes, new Manner(true, false));
            assertThat(report.left().unjoined()).isEqualTo(50_000);
        }
        assertThat(read.get()).isGreaterThan(100_000_000);
        try (InputStream bytes = FeedBytes.open(large(50_000), 1L << 26, read::set)) {
            assertThatThrownBy(() -> prices.run(feed, "list", bytes, Manner.CAREFUL))
                    .isInstanceOf(BrokenFeed.class)
                    .hasMessageContaining("larger than 64 MiB");
        }
        assertThat(desk.market.version()).isEqualTo(version);
    }

    /** That many entries of two thousand bytes each, which share their bytes. */
    private static InputStream large(int entries) {
        byte[] entry =
                ("\"gpt-99\":{\"litellm_provider\":\"openai\",\"mode\":\"chat\","
                                + "\"input_cost_per_token\":1e-06,\"output_cost_per_token\":2e-06,"
                                + "\"later\":\""
                                + "x".repeat(2_000)
                                + "\"},\n")
                        .getBytes(StandardCharsets.UTF_8);
        List<InputStream> parts = new ArrayList<>();
        parts.add(new ByteArrayInputStream("{".getBytes(StandardCharsets.UTF_8)));
        for (int i = 0; i < entries; i++) {
            parts.add(new ByteArrayInputStream(entry));
        }
        parts.add(new ByteArrayInputStream("\"z\":{}}".getBytes(StandardCharsets.UTF_8)));
        return new SequenceInputStream(Collections.enumeration(parts));
    }

    @Test
    void an_entry_without_end_and_what_is_no_json_are_said_in_plain_words() {
        Feed feed = Feeds.find("litellm").orElseThrow();
        String endless = "{\"gpt-5\": {\"junk\": \"" + "x".repeat(1_100_000) + "\"}}";
        assertThatThrownBy(() -> desk.read(feed, "list", endless, false))
                .isInstanceOf(BrokenFeed.class)
                .hasMessage(
                        "a text, name or number in it is longer, or lies deeper, than any feed"
                                + " has it");
        assertThatThrownBy(() -> desk.read(feed, "list", "provider,model\n", false))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageStartingWith("not JSON: Unrecognized token 'provider'");
    }

    @Test
    void what_does_not_join_is_counted_and_kept_out() throws IOException {
        ImportReport report =
                desk.read(
                        GPT,
                        "openai,gpt-99,,1,,2,,,",
                        "nobody,gpt-5,,1,,2,,,",
                        "openai,gpt-5,x,,,2,,,");
        assertThat(report.left().unjoined()).isEqualTo(2);
        assertThat(report.left().unknownModels()).containsEntry("openai/gpt-99", 1);
        assertThat(report.left().unknownProviders()).containsEntry("nobody", 1);
        assertThat(report.left().skipped())
                .extracting(Leftovers.Skipped::reason)
                .contains("without input or output price");
        assertThat(desk.market.facts()).hasSize(1);
    }

    @Test
    void one_import_runs_at_a_time() throws IOException {
        try (Closeable _ = desk.market.begin().orElseThrow()) {
            assertThatThrownBy(() -> desk.read(GPT))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("another import");
        }
        assertThat(desk.read(GPT).added()).hasSize(1);
    }

    @Test
    void scores_are_compared_and_kept_like_prices() throws IOException {
        String head = "model,effort,benchmark,score,source\n";
        String one = "gpt-five,high,GPQA Diamond,85.7,a card\n";
        assertThat(desk.readScores(head + one + "who,high,mmlu,80,a card\n", true).added())
                .hasSize(1);
        assertThat(desk.scores.scores()).isEmpty();
        assertThat(desk.readScores(head + one, false).changesTheScores()).isTrue();
        assertThat(desk.readScores(head + one, false).changesTheScores()).isFalse();
        assertThat(desk.scores.scores())
                .singleElement()
                .satisfies(score ->
                        assertThat(score.model() + " " + score.benchmark())
                                .isEqualTo("gpt-5 gpqa-diamond"));
        desk.turnTo("2026-11-20");
        ScoreImport.Report changed = desk.readScores(head + one.replace("85.7", "86"), false);
        assertThat(List.copyOf(changed.changed().values()).getFirst()).isEqualByComparingTo("85.7");
        assertThat(desk.readScores(head + "gpt-5,low,mmlu,80,a card\n", false).gone()).hasSize(1);
        assertThat(desk.scores.scores("scores")).hasSize(1);
    }

    @Test
    void who_fits_an_index_is_told_of_all_scores_before_they_count() throws IOException {
        String head = "model,effort,benchmark,score,claimant,source\n";
        desk.readScores(head + "gpt-5,high,mmlu,80,maker,a card\n", true);
        assertThat(desk.taken).isEmpty();
        ScoreImport.Report report =
                desk.readScores(
                        head + "gpt-5,high,mmlu,80,maker,a card\ngpt-5,high,taste,9,,a card\n",
                        false);
        assertThat(desk.taken.getLast())
                .singleElement()
                .satisfies(score -> assertThat(score.claimed()).isTrue());
        assertThat(report.left().skipped().getFirst().reason()).isEqualTo("no test");
        desk.readScores(head + "gpt-5,high,gpqa,70,,a card\n", false);
        assertThat(desk.taken.getLast()).hasSize(1);
    }

    @Test
    void a_reading_that_cannot_be_fitted_is_not_written() throws IOException {
        String head = "model,effort,benchmark,score,source\n";
        assertThatThrownBy(() -> desk.readScores(head + "gpt-5,low,poison,1,a card\n", false))
                .isInstanceOf(IOException.class);
        assertThatThrownBy(() -> desk.readScores(head + "gpt-5,low,taste,1,a card\n", false))
                .isInstanceOf(BrokenFeed.class)
                .hasMessageContaining("1 no test");
        assertThat(desk.scores.scores()).isEmpty();
        assertThat(desk.readScores(head + "gpt-5,low,mmlu,1,a card\n", false).added()).hasSize(1);
    }
}
