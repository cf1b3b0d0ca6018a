package dev.undercut.store.sqlite.text;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import dev.undercut.chat.Usage;
import dev.undercut.ledger.Attempt;
import dev.undercut.ledger.Attempt.Spending;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.money.Usd;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * An entry's attempts as one column. Nearly every entry has a single one that says nothing the row
 * does not say, but for its time: {@code [412]}. Any other is an array of provider, model, status,
 * code and milliseconds; one that cost something besides the answer goes on with its cost in
 * pico-dollars, null when not known, and its six token counts.
 */
public final class AttemptsText {

    private static final JsonFactory JSON = new JsonFactory();
    private static final int OK = 200;

    private AttemptsText() {}

    /** The text of an entry's attempts; null for none. */
    public static @Nullable String write(LedgerEntry entry) {
        List<Attempt> attempts = entry.attempts();
        if (attempts.isEmpty()) {
            return null;
        }
        if (attempts.size() == 1 && isPlain(attempts.getFirst(), entry)) {
            return "[" + attempts.getFirst().millis() + "]";
        }
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartArray();
            for (Attempt attempt : attempts) {
                write(attempt, isPlain(attempt, entry), json);
            }
            json.writeEndArray();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }

    private static void write(Attempt attempt, boolean plain, JsonGenerator json)
            throws IOException {
        if (plain) {
            json.writeNumber(attempt.millis());
            return;
        }
        json.writeStartArray();
        json.writeString(attempt.provider());
        json.writeString(attempt.model());
        json.writeNumber(attempt.status());
        json.writeString(attempt.code());
        json.writeNumber(attempt.millis());
        if (attempt.spent() != null) {
            write(attempt.spent(), json);
        }
        json.writeEndArray();
    }

    private static void write(Spending spent, JsonGenerator json) throws IOException {
        if (spent.cost() == null) {
            json.writeNull();
        } else {
            json.writeNumber(spent.cost().picos());
        }
        Usage usage = spent.usage();
        json.writeNumber(usage.input());
        json.writeNumber(usage.cacheRead());
        json.writeNumber(usage.cacheWrite());
        json.writeNumber(usage.cacheWriteHour());
        json.writeNumber(usage.output());
        json.writeNumber(usage.reasoning());
    }

    private static boolean isPlain(Attempt attempt, LedgerEntry entry) {
        return attempt.status() == OK
                && attempt.code().equals("ok")
                && attempt.spent() == null
                && attempt.provider().equals(entry.provider())
                && attempt.model().equals(entry.model());
    }

    /**
     * Reads it back.
     *
     * @param provider the entry's own, for the attempts that say only how long they took
     * @param model likewise
     */
    public static List<Attempt> read(
            @Nullable String text, @Nullable String provider, @Nullable String model) {
        if (text == null) {
            return List.of();
        }
        List<Attempt> attempts = new ArrayList<>();
        try (JsonParser json = JSON.createParser(text)) {
            json.nextToken();
            while (json.nextToken() != JsonToken.END_ARRAY) {
                attempts.add(
                        json.currentToken() == JsonToken.START_ARRAY
                                ? full(json)
                                : plain(json.getLongValue(), provider, model));
            }
        } catch (IOException e) {
            throw new UncheckedIOException("not the attempts of an entry: " + text, e);
        }
        return attempts;
    }

    private static Attempt full(JsonParser json) throws IOException {
        String provider = json.nextTextValue();
        String model = json.nextTextValue();
        int status = json.nextIntValue(0);
        String code = json.nextTextValue();
        long millis = json.nextLongValue(0);
        JsonToken next = json.nextToken();
        Spending spent = next == JsonToken.END_ARRAY ? null : spent(next, json);
        return new Attempt(provider, model, status, code, millis, spent);
    }

    private static Spending spent(JsonToken cost, JsonParser json) throws IOException {
        Usd known = cost == JsonToken.VALUE_NULL ? null : new Usd(json.getLongValue());
        Usage usage =
                new Usage(
                        json.nextLongValue(0),
                        json.nextLongValue(0),
                        json.nextLongValue(0),
                        json.nextLongValue(0),
                        json.nextLongValue(0),
                        json.nextLongValue(0));
        json.nextToken();
        return new Spending(usage, known);
    }

    private static Attempt plain(long millis, @Nullable String provider, @Nullable String model) {
        return new Attempt(
                provider == null ? "" : provider, model == null ? "" : model, OK, "ok", millis);
    }
}
