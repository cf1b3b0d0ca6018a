package dev.undercut.store.sqlite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.undercut.health.SpeedStore.Kept;
import dev.undercut.health.SpeedStore.Measure;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class SqliteSpeedsTest {
    private static final Instant AT = Instant.parse("2026-11-22T05:00:00Z");

    @Test
    void what_is_kept_last_is_what_comes_back(@TempDir Path home) throws Exception {
        Kept first = new Kept("a/m", Measure.FIRST_TOKEN, AT, Map.of(3, 1.5, 70, 2.0));
        Kept rate = new Kept("a/m", Measure.RATE, AT, Map.of(1, 0.125));
        try (SqliteDatabase database = SqliteDatabase.open(home, Durability.NORMAL)) {
            SqliteSpeeds speeds = new SqliteSpeeds(database);
            assertThat(speeds.load()).isEmpty();
            speeds.save(List.of(first, rate));
        }
        try (SqliteDatabase database = SqliteDatabase.open(home, Durability.NORMAL)) {
            SqliteSpeeds speeds = new SqliteSpeeds(database);
            assertThat(speeds.load()).containsExactly(first, rate);
            Kept later = new Kept("a/m", Measure.RATE, AT.plusSeconds(60), Map.of(9, 4.0));
            speeds.save(List.of(later));
            assertThat(speeds.load()).containsExactly(first, later);
        }
    }
}
