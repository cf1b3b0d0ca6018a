package dev.undercut.app.feeds;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.Model;
import dev.undercut.market.capability.Evidence;
import dev.undercut.market.data.CapabilityFiles;
import dev.undercut.market.data.CapabilityFolders;
import dev.undercut.market.data.FeedNames;
import dev.undercut.market.data.MarketFacts;
import dev.undercut.market.feed.Manner;
import dev.undercut.market.feed.source.Feeds;
import dev.undercut.store.sqlite.Durability;
import dev.undercut.store.sqlite.SqliteDatabase;
import dev.undercut.store.sqlite.SqliteMarket;
import dev.undercut.store.sqlite.SqliteScores;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.LongConsumer;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The capability index after scores were imported. */
class ScoreRefitTest {
    private static final MarketFacts SHIPPED = MarketFacts.load();

    /** As shipped, with few draws of the scale's error: what takes the time of a fit. */
    private static final Evidence EVIDENCE = quick(CapabilityFiles.evidence());

    private static final String LIFT =
            "model,benchmark,score,source\n"
                    + "magistral-medium-2506,gpqa-diamond,97,my lab\n"
                    + "magistral-medium-2506,mmlu,97,my lab\n"
                    + "magistral-medium-2506,math,98,my lab\n"
                    + "magistral-medium-2506,humaneval,99,my lab\n";

    @TempDir private Path home;
    private SqliteDatabase database;
    private Evidence evidence = EVIDENCE;
    private final List<String> said = new ArrayList<>();
    private final List<String> warnings = new ArrayList<>();

    private static Evidence quick(Evidence shipped) {
        return new Evidence(
                shipped.scores(),
                shipped.benchmarks(),
                shipped.method().with("replicates", "3").with("replicate_sweeps", "5"));
    }

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(home, Durability.NORMAL);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private FeedDesk.Outcome.Scores read(String csv, boolean dryRun) throws IOException {
        Path file = home.resolve("scores.csv");
        Files.writeString(file, csv);
        return (FeedDesk.Outcome.Scores)
                desk().read(
                                Feeds.find("scores-csv").orElseThrow(),
                                "mine",
                                Origin.parse(file.toString(), false),
                                new Manner(dryRun, false),
                                new Listener());
    }

    private FeedDesk desk() {
        Instant now = Instant.parse("2026-11-21T10:00:00Z");
        return new FeedDesk(
                () -> FeedNames.catalog(SHIPPED.models(), SHIPPED.aliases(), List.of()),
                SHIPPED::facts,
                new SqliteMarket(database),
                new SqliteScores(database),
                new ScoreRefit(home, () -> evidence, () -> now, 2),
                () -> now);
    }

    private IndexChange change(String csv, boolean dryRun) throws IOException {
        return Objects.requireNonNull(read(csv, dryRun).index());
    }

    private final class Listener implements FeedDesk.Progress {
        @Override
        public LongConsumer of(long size) {
            return read -> {};
        }

        @Override
        public void says(String what) {
            said.add(what);
        }
    }

    /** What a start loads. */
    private MarketFacts start() {
        RefittedFacts refitted = new RefittedFacts(home, warnings::add);
        return refitted.of(
                refitted.guess(CompletableFuture.completedFuture(SHIPPED)).join(),
                new SqliteScores(database).scores());
    }

    private static Model model(MarketFacts facts) {
        return facts.models().stream()
                .filter(model -> model.id().equals("magistral-medium-2506"))
                .findFirst()
                .orElseThrow();
    }

    private static double index(MarketFacts facts) {
        return ((Rated) model(facts).capability()).index();
    }

    @Test
    void scores_that_lift_a_model_lift_its_index_under_a_version_of_its_own() throws IOException {
        IndexChange change = change(LIFT, false);
        assertThat(change.how()).isEqualTo(IndexChange.How.FITTED);
        assertThat(change.imported()).isEqualTo(4);
        assertThat(change.moved()).isPositive();
        assertThat(change.moves().getFirst().model()).isEqualTo("magistral-medium-2506");
        assertThat(said).singleElement().asString().startsWith("fitting ");
        MarketFacts facts = start();
        assertThat(facts.indexVersion())
                .isEqualTo(change.version())
                .startsWith(SHIPPED.indexVersion() + "+");
        assertThat(index(facts)).isGreaterThan(index(SHIPPED) + 5);
        assertThat(model(facts).scores())
                .containsEntry("gpqa-diamond", 97.0)
                .containsEntry("mmlu", 97.0);
        assertThat(model(SHIPPED).scores()).doesNotContainEntry("gpqa-diamond", 97.0);
        Rated rated = (Rated) model(facts).capability();
        assertThat(rated.scaleError().draws()).hasSize(3);
        assertThat(warnings).isEmpty();
    }

    @Test
    void the_same_scores_are_fitted_once_and_also_when_they_come_back() throws IOException {
        read(LIFT, false);
        assertThat(read(LIFT, false).index()).isNull();
        String less = LIFT.replace("humaneval,99", "humaneval,89");
        assertThat(read(less, false).index()).isNotNull();
        assertThat(said).hasSize(2);
        IndexChange back = change(LIFT, false);
        assertThat(back.how()).isEqualTo(IndexChange.How.KNOWN);
        assertThat(said).hasSize(2);
        assertThat(start().indexVersion()).isEqualTo(back.version());
        assertThat(home.resolve("capability").toFile().list()).hasSize(2);
    }

    @Test
    void a_dry_run_says_what_would_be_fitted_and_changes_nothing() throws IOException {
        IndexChange change = change(LIFT, true);
        assertThat(change.how()).isEqualTo(IndexChange.How.PLANNED);
        assertThat(said).isEmpty();
        assertThat(home.resolve("capability")).doesNotExist();
        assertThat(start().indexVersion()).isEqualTo(SHIPPED.indexVersion());
        StringWriter out = new StringWriter();
        new FeedText(new PrintWriter(out, true)).outcome(read(LIFT, true), true);
        assertThat(out.toString())
                .contains("capability index " + change.version() + " would be made from")
                .contains("4 of them imported");
        assertThat(change(LIFT, false).version()).isEqualTo(change.version());
    }

    @Test
    void a_lost_folder_is_said_and_the_next_import_makes_it_again() throws IOException {
        IndexChange change = change(LIFT, false);
        CapabilityFolders folders = new CapabilityFolders(home);
        Path folder = folders.of(change.version()).orElseThrow();
        Files.delete(folder.resolve("capability.csv"));
        assertThat(start().indexVersion()).isEqualTo(SHIPPED.indexVersion());
        warnings.clear();
        MarketFacts fallen = start();
        assertThat(index(fallen)).isEqualTo(index(SHIPPED));
        assertThat(warnings)
                .singleElement()
                .asString()
                .contains("4 imported scores do not count", change.version(), "feed refit")
                .doesNotContain("\n");
        assertThat(change(LIFT, false).how()).isEqualTo(IndexChange.How.FITTED);
        assertThat(start().indexVersion()).isEqualTo(change.version());
        folders.keepOnly(Set.of());
        assertThat(change(LIFT, false).version()).isEqualTo(change.version());
        assertThat(start().indexVersion()).isEqualTo(change.version());
    }

    @Test
    void scores_that_an_upgrade_left_without_their_index_are_fitted_on_demand() throws IOException {
        assertThat(desk().refit(new Listener())).isEmpty();
        IndexChange change = change(LIFT, false);
        new CapabilityFolders(home).keepOnly(Set.of());
        assertThat(start().indexVersion()).isEqualTo(SHIPPED.indexVersion());
        IndexChange again = desk().refit(new Listener()).orElseThrow();
        assertThat(again.how()).isEqualTo(IndexChange.How.FITTED);
        assertThat(again.moves().getFirst().model()).isEqualTo("magistral-medium-2506");
        assertThat(start().indexVersion()).isEqualTo(change.version());
        assertThat(desk().refit(new Listener())).isEmpty();
    }

    @Test
    void a_server_fits_them_by_itself_and_tells_that_the_book_is_another() throws IOException {
        IndexChange change = change(LIFT, false);
        new CapabilityFolders(home).keepOnly(Set.of());
        AtomicInteger changes = new AtomicInteger();
        FeedRefresh refresh =
                new FeedRefresh(
                        desk(),
                        List.of(),
                        changes::incrementAndGet,
                        System.getLogger(ScoreRefitTest.class.getName()));
        refresh.look();
        refresh.look();
        assertThat(changes).hasValue(1);
        assertThat(start().indexVersion()).isEqualTo(change.version());
    }

    @Test
    void an_index_of_other_scores_is_not_taken() throws IOException {
        read(LIFT, false);
        MarketFacts lifted = start();
        new SqliteScores(database)
                .append(
                        new Snapshot("mine", LocalDate.parse("2026-11-22")),
                        Instant.parse("2026-11-22T10:00:00Z"),
                        List.of());
        assertThat(start().indexVersion()).isEqualTo(SHIPPED.indexVersion());
        assertThat(warnings).isEmpty();
        RefittedFacts refitted = new RefittedFacts(home, warnings::add);
        assertThat(index(refitted.of(lifted, List.of()))).isEqualTo(index(SHIPPED));
    }

    @Test
    void what_cannot_be_fitted_is_not_imported() throws IOException {
        evidence =
                new Evidence(
                        List.of(),
                        EVIDENCE.benchmarks(),
                        EVIDENCE.method()); // nobody is the anchor
        assertThatThrownBy(() -> read(LIFT, false)).isInstanceOf(IOException.class);
        assertThat(new SqliteScores(database).scores()).isEmpty();
        assertThat(home.resolve("capability")).doesNotExist();
    }

    @Test
    void a_score_on_an_unknown_benchmark_is_left_aside_and_named() throws IOException {
        StringWriter out = new StringWriter();
        FeedDesk.Outcome.Scores read =
                read(
                        LIFT + "magistral-medium-2506,My Test,50,my lab\nnobody-9,mmlu,50,my lab\n",
                        true);
        new FeedText(new PrintWriter(out, true)).outcome(read, true);
        assertThat(read.report().added()).hasSize(4);
        assertThat(out.toString()).contains("not known: my-test", "models 1 (nobody-9 1)");
    }
}
