package dev.undercut.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.undercut.market.ForeignPrice;
import dev.undercut.market.Journal.Snapshot;
import dev.undercut.market.PriceFact;
import dev.undercut.market.PriceFact.Confidence;
import dev.undercut.market.PriceTier;
import dev.undercut.market.Rates;
import dev.undercut.market.intake.HeldPrice;
import dev.undercut.market.intake.Intake;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.io.Closeable;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What the market journal keeps, and that it keeps it. */
class SqliteMarketTest {
    private static final LocalDate FIRST = LocalDate.parse("2026-11-01");
    private static final LocalDate SECOND = LocalDate.parse("2026-11-02");
    private static final Instant AT = Instant.parse("2026-11-02T10:00:00.123456Z");

    @TempDir private Path home;
    private SqliteDatabase database;
    private SqliteMarket market;

    @BeforeEach
    void open() throws IOException {
        database = SqliteDatabase.open(home, Durability.NORMAL);
        market = new SqliteMarket(database);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private static PriceFact fact(String model, String input) {
        return new PriceFact(
                "openai",
                model,
                "up/" + model,
                PriceTier.parse("window:mon-fri@01:00-04:00"),
                FIRST,
                LocalDate.parse("2027-01-01"),
                FIRST,
                FIRST,
                new Rates(
                        PricePerMtok.parse(input),
                        PricePerMtok.parse("0.1"),
                        null,
                        PricePerMtok.parse("3"),
                        PricePerMtok.parse("10"),
                        PricePerMtok.parse("12")),
                Usd.parse("0.005"),
                new ForeignPrice(
                        "CNY",
                        new BigDecimal("7.1"),
                        FIRST,
                        "a bank",
                        new BigDecimal("2"),
                        new BigDecimal("8.5")),
                128_000L,
                null,
                Confidence.ANNOUNCED,
                Set.of("quantised: fp8", "peak hours"),
                List.of("feed", "a \"page\""));
    }

    private static HeldPrice held(String id, boolean acceptable) {
        return new HeldPrice(
                id,
                "feed",
                FIRST,
                "openai",
                "m",
                "up/m",
                "standard",
                "input 1",
                List.of("jump: one", "zero: two"),
                acceptable ? fact("m", "1") : null);
    }

    @Test
    void facts_and_held_prices_read_back_as_they_were_written() throws IOException {
        market.append(
                new Snapshot("feed", FIRST),
                AT,
                new Intake.Content(
                        List.of(fact("a", "1"), fact("b", "2")),
                        List.of(held("q1", true), held("q2", false)),
                        Set.of()));
        assertThat(market.facts()).containsExactly(fact("a", "1"), fact("b", "2"));
        assertThat(market.quarantine()).containsExactly(held("q1", true), held("q2", false));
        assertThat(market.snapshots()).containsExactly(new Snapshot("feed", FIRST));
        assertThat(market.lastReadings()).containsEntry("feed", AT);
        try (SqliteDatabase other = SqliteDatabase.open(home, Durability.NORMAL)) {
            assertThat(new SqliteMarket(other).facts()).hasSize(2);
        }
    }

    @Test
    void a_fact_of_another_day_is_the_same_fact_seen_again() {
        market.append(new Snapshot("feed", FIRST), List.of(fact("a", "1")));
        market.append(new Snapshot("feed", SECOND), List.of(fact("a", "1").seen(SECOND, SECOND)));
        assertThat(market.facts()).containsExactly(fact("a", "1").seen(FIRST, SECOND));
        assertThat(market.snapshots()).hasSize(2);
        long version = market.version();
        market.append(new Snapshot("feed", SECOND), List.of(fact("a", "1")));
        assertThat(market.version()).isEqualTo(version);
    }

    @Test
    void what_a_newer_reading_lacks_was_seen_last_on_the_day_of_the_older() {
        market.append(new Snapshot("feed", FIRST), List.of(fact("a", "1"), fact("b", "2")));
        market.append(new Snapshot("feed", SECOND), List.of(fact("b", "2")));
        assertThat(market.listed("feed")).extracting(PriceFact::model).containsExactly("b");
        assertThat(market.facts()).extracting(PriceFact::seenOn).containsExactly(FIRST, SECOND);
        assertThat(market.listed("other")).isEmpty();
    }

    @Test
    void a_reading_of_one_source_says_nothing_of_another() {
        PriceFact there = fact("a", "1");
        market.append(new Snapshot("feed", FIRST), List.of(there));
        market.append(new Snapshot("other", SECOND), List.of());
        assertThat(market.listed("feed")).hasSize(1);
        assertThatThrownBy(() -> market.append(new Snapshot("other", SECOND), List.of(there)))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void all_of_a_reading_is_written_or_nothing() throws SQLException {
        try (Connection db = database.writer();
                Statement sql = db.createStatement()) {
            sql.executeUpdate(
                    "CREATE TRIGGER full BEFORE INSERT ON held_prices BEGIN"
                            + " SELECT RAISE(ABORT, 'the disk is full'); END");
        }
        assertThatThrownBy(() ->
                        market.append(
                                new Snapshot("feed", FIRST),
                                AT,
                                new Intake.Content(
                                        List.of(fact("a", "1")),
                                        List.of(held("q1", true)),
                                        Set.of())))
                .hasMessageContaining("the disk is full");
        assertThat(market.facts()).isEmpty();
        assertThat(market.snapshots()).isEmpty();
    }

    @Test
    void a_verdict_is_given_once() {
        market.append(
                new Snapshot("feed", FIRST),
                AT,
                new Intake.Content(
                        List.of(), List.of(held("q1", true), held("q2", false)), Set.of()));
        assertThat(market.accept("q1", SECOND)).isEqualTo(fact("m", "1").seen(SECOND, SECOND));
        assertThat(market.facts()).hasSize(1);
        assertThatThrownBy(() -> market.reject("q1", SECOND)).hasMessageContaining("q1");
        assertThatThrownBy(() -> market.accept("q2", SECOND))
                .hasMessageContaining("can be no price");
        assertThat(market.reject("q2", SECOND)).isEqualTo(held("q2", false));
        assertThat(market.rejected()).containsExactly("q2");
        assertThat(market.quarantine()).isEmpty();
        assertThatThrownBy(() -> market.accept("nonsense", SECOND))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "UPDATE price_facts SET input = 0",
                "DELETE FROM price_facts",
                "UPDATE readings SET day = '2020-01-01'",
                "DELETE FROM readings",
                "DELETE FROM held_prices",
                "UPDATE held_prices SET reasons = '[]'"
            })
    void nothing_is_ever_changed(String statement) throws SQLException {
        market.append(
                new Snapshot("feed", FIRST),
                AT,
                new Intake.Content(List.of(fact("a", "1")), List.of(held("q1", true)), Set.of()));
        try (Connection db = database.writer();
                Statement sql = db.createStatement()) {
            assertThatThrownBy(() -> sql.executeUpdate(statement))
                    .hasMessageContaining("append-only");
        }
    }

    @Test
    void the_right_to_import_is_one_and_comes_back() throws IOException {
        try (Closeable _ = market.begin().orElseThrow()) {
            assertThat(market.begin()).isEmpty();
        }
        try (Closeable again = market.begin().orElseThrow()) {
            assertThat(again).isNotNull();
        }
    }
}
