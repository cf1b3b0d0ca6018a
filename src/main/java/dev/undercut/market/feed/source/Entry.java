package dev.undercut.market.feed.source;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.market.feed.Item;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** One JSON entry of a feed; what is absent or null is null. */
record Entry(JsonNode json) {
    private static final int NUMBER_LENGTH = 60;
    private static final int MILLION = 6;

    /** Something in an entry that may make no sense. */
    interface Reader {
        void read() throws BadEntry;
    }

    /** Reads an entry; one that makes no sense is passed over with its reason. */
    static void guard(String what, Consumer<Item> sink, Reader reader) {
        try {
            reader.read();
        } catch (BadEntry e) {
            sink.accept(new Item.Skipped(what, String.valueOf(e.getMessage())));
        }
    }

    @Nullable String text(String name) {
        JsonNode value = json.path(name);
        return value.isTextual() && !value.textValue().isBlank() ? value.textValue() : null;
    }

    String needed(String name) throws BadEntry {
        String text = text(name);
        if (text == null) {
            throw new BadEntry("without " + name);
        }
        return text;
    }

    /** A whole number, or null when it is none: limits are not worth losing a price for. */
    @Nullable Long whole(String name) {
        JsonNode value = json.path(name);
        return value.isNumber() && value.canConvertToLong() && value.longValue() > 0
                ? Long.valueOf(value.longValue())
                : null;
    }

    /** A day, or null when it is none; of a moment in time its day. */
    @Nullable LocalDate day(String name) {
        String text = text(name);
        if (text == null || text.length() < 10) {
            return null;
        }
        try {
            return LocalDate.parse(text.substring(0, 10));
        } catch (DateTimeException e) {
            return null;
        }
    }

    /** A number, also as a text; the first of these spellings that is there. */
    @Nullable BigDecimal decimal(String... names) throws BadEntry {
        for (String name : names) {
            JsonNode value = json.path(name);
            if (!value.isMissingNode() && !value.isNull()) {
                return decimal(name, value);
            }
        }
        return null;
    }

    /** A number that is stated for one, as a number for a million. */
    @Nullable BigDecimal million(String name) throws BadEntry {
        BigDecimal each = decimal(name);
        return each == null ? null : each.movePointRight(MILLION);
    }

    static BigDecimal decimal(String name, JsonNode value) throws BadEntry {
        if (value.isNumber()) {
            return value.decimalValue();
        }
        String text = value.isTextual() ? value.textValue().strip() : "";
        try {
            BigDecimal number = new BigDecimal(text);
            if (text.length() <= NUMBER_LENGTH && Math.abs(number.scale()) <= NUMBER_LENGTH) {
                return number;
            }
        } catch (NumberFormatException e) {
            // Said below.
        }
        throw new BadEntry(name + " is not a number");
    }

    Entry at(String name) {
        return new Entry(json.path(name));
    }

    boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** The texts of a list, in lower case. */
    Set<String> words(String name) {
        Set<String> words = new HashSet<>();
        json.path(name).forEach(word -> words.add(word.asText().toLowerCase(Locale.ROOT)));
        return words;
    }
}
