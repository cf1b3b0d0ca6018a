package dev.undercut.store.sqlite;

import dev.undercut.money.Usd;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Types;
import org.jspecify.annotations.Nullable;

/** Fills a statement's parameters from left to right. */
final class Params {

    private final PreparedStatement statement;
    private int next = 1;

    Params(PreparedStatement statement) {
        this.statement = statement;
    }

    Params add(long value) throws SQLException {
        statement.setLong(next++, value);
        return this;
    }

    Params add(boolean value) throws SQLException {
        return add(value ? 1 : 0);
    }

    Params add(@Nullable Long value) throws SQLException {
        return value == null ? addNull() : add(value.longValue());
    }

    Params add(@Nullable Usd value) throws SQLException {
        return value == null ? addNull() : add(value.picos());
    }

    Params add(@Nullable String value) throws SQLException {
        statement.setString(next++, value);
        return this;
    }

    Params addNull() throws SQLException {
        statement.setNull(next++, Types.NULL);
        return this;
    }
}
