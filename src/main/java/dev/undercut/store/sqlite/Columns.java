package dev.undercut.store.sqlite;

import dev.undercut.money.Usd;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** Reads a row's columns from left to right. */
final class Columns {

    private final ResultSet row;
    private int next = 1;

    Columns(ResultSet row) {
        this.row = row;
    }

    long number() throws SQLException {
        return row.getLong(next++);
    }

    boolean flag() throws SQLException {
        return number() != 0;
    }

    @Nullable Long maybeNumber() throws SQLException {
        long value = number();
        return row.wasNull() ? null : Long.valueOf(value);
    }

    @Nullable Usd maybeUsd() throws SQLException {
        Long picos = maybeNumber();
        return picos == null ? null : new Usd(picos);
    }

    String text() throws SQLException {
        String value = row.getString(next++);
        if (value == null) {
            throw new SQLException("a text is missing in column " + (next - 1));
        }
        return value;
    }

    @Nullable String maybeText() throws SQLException {
        return row.getString(next++);
    }
}
