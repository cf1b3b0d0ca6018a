package dev.undercut.store.sqlite;

import dev.undercut.chat.StopReason;
import dev.undercut.chat.Usage;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Lineage;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import dev.undercut.store.sqlite.text.AttemptsText;
import dev.undercut.store.sqlite.text.Micros;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Entries to rows and back. Binding and reading go through the columns in one order. */
final class EntryRows {

    private static final String COLUMNS =
            "at_micros, cost_picos, baseline_picos, millis, first_token_millis, status, stream,"
                    + " input, cache_read, cache_write, cache_write_hour, output, reasoning,"
                    + " request_id, key_id, dialect, requested_model, provider, model,"
                    + " upstream_model, outcome, error_code, stop_reason, usage_basis, raw_usage,"
                    + " cost_note, price_id, baseline_model, attempts, task, session, parent, calls";

    /** A row that is there already stays as it is, so that one in doubt can be written again. */
    static final String INSERT =
            "INSERT INTO entries (%s) VALUES (%s) ON CONFLICT (request_id) DO NOTHING"
                    .formatted(COLUMNS, "?, ".repeat(COLUMNS.split(",").length - 1) + "?");

    static final String SELECT = "SELECT " + COLUMNS + " FROM entries ";

    private EntryRows() {}

    static void bind(Slip.ToSettle slip, PreparedStatement insert) throws SQLException {
        LedgerEntry entry = slip.entry();
        Params params =
                new Params(insert)
                        .add(slip.atMicros())
                        .add(entry.cost())
                        .add(entry.baseline())
                        .add(entry.millis())
                        .add(entry.firstTokenMillis())
                        .add(entry.status())
                        .add(entry.stream());
        bindUsage(entry.usage(), params);
        params.add(entry.requestId())
                .add(entry.keyId())
                .add(entry.dialect())
                .add(entry.requestedModel())
                .add(entry.provider())
                .add(entry.model())
                .add(entry.upstreamModel())
                .add(entry.outcome().code())
                .add(entry.errorCode())
                .add(entry.stopReason() == null ? null : code(entry.stopReason()))
                .add(entry.usageBasis().code())
                .add(entry.rawUsage())
                .add(entry.costNote())
                .add(entry.priceId())
                .add(entry.baselineModel())
                .add(slip.attempts())
                .add(entry.task())
                .add(entry.session())
                .add(entry.lineage().parent())
                .add(entry.lineage().calls());
    }

    private static void bindUsage(@Nullable Usage usage, Params params) throws SQLException {
        if (usage == null) {
            params.addNull().addNull().addNull().addNull().addNull().addNull();
            return;
        }
        params.add(usage.input())
                .add(usage.cacheRead())
                .add(usage.cacheWrite())
                .add(usage.cacheWriteHour())
                .add(usage.output())
                .add(usage.reasoning());
    }

    /** The entry of a row chosen with {@link #SELECT}. */
    static LedgerEntry read(ResultSet row) throws SQLException {
        Columns columns = new Columns(row);
        long at = columns.number();
        Usd cost = columns.maybeUsd();
        Usd baseline = columns.maybeUsd();
        long millis = columns.number();
        Long firstTokenMillis = columns.maybeNumber();
        int status = (int) columns.number();
        boolean stream = columns.flag();
        Usage usage = readUsage(columns);
        String requestId = columns.text();
        String keyId = columns.maybeText();
        String dialect = columns.text();
        String requestedModel = columns.text();
        String provider = columns.maybeText();
        String model = columns.maybeText();
        String upstreamModel = columns.maybeText();
        Outcome outcome = Outcome.valueOf(name(columns.text()));
        String errorCode = columns.maybeText();
        String stop = columns.maybeText();
        UsageBasis basis = UsageBasis.valueOf(name(columns.text()));
        String rawUsage = columns.maybeText();
        String costNote = columns.maybeText();
        String priceId = columns.maybeText();
        String baselineModel = columns.maybeText();
        String attempts = columns.maybeText();
        return new LedgerEntry(
                requestId,
                Micros.instant(at),
                millis,
                firstTokenMillis,
                keyId,
                dialect,
                requestedModel,
                provider,
                model,
                upstreamModel,
                stream,
                outcome,
                status,
                errorCode,
                stop == null ? null : StopReason.valueOf(name(stop)),
                usage,
                basis,
                rawUsage,
                cost,
                costNote,
                priceId,
                baselineModel,
                baseline,
                AttemptsText.read(attempts, provider, model),
                columns.maybeText(),
                columns.maybeText(),
                new Lineage(columns.maybeText(), columns.maybeNumber()));
    }

    private static @Nullable Usage readUsage(Columns columns) throws SQLException {
        Long input = columns.maybeNumber();
        long cacheRead = columns.number();
        long cacheWrite = columns.number();
        long cacheWriteHour = columns.number();
        long output = columns.number();
        long reasoning = columns.number();
        return input == null
                ? null
                : new Usage(input, cacheRead, cacheWrite, cacheWriteHour, output, reasoning);
    }

    private static String code(StopReason reason) {
        return reason.name().toLowerCase(Locale.ROOT);
    }

    private static String name(String code) {
        return code.toUpperCase(Locale.ROOT);
    }
}
