package dev.undercut.store.sqlite;

import dev.undercut.identity.KeyStore;
import dev.undercut.identity.StoredKey;
import dev.undercut.store.sqlite.text.Micros;
import java.io.IOException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** Keys in the same file as the books. */
public final class SqliteKeyStore implements KeyStore {

    private final SqliteDatabase database;

    public SqliteKeyStore(SqliteDatabase database) {
        this.database = database;
    }

    @Override
    public boolean add(StoredKey key) throws IOException {
        return write(
                "INSERT INTO api_keys (id, name, mac, hint, created_micros, revoked_micros)"
                        + " VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING",
                params -> {
                    Instant revoked = key.revoked();
                    params.add(key.id())
                            .add(key.name())
                            .add(key.mac())
                            .add(key.hint())
                            .add(Micros.of(key.created()))
                            .add(revoked == null ? null : Long.valueOf(Micros.of(revoked)));
                });
    }

    @Override
    public boolean revoke(String id, Instant at) throws IOException {
        return write(
                "UPDATE api_keys SET revoked_micros = ? WHERE id = ? AND revoked_micros IS NULL",
                params -> params.add(Micros.of(at)).add(id));
    }

    @Override
    public List<StoredKey> all() throws IOException {
        try {
            return database.read(SqliteKeyStore::read);
        } catch (SQLException e) {
            throw new IOException("cannot read the keys: " + e.getMessage(), e);
        }
    }

    private static List<StoredKey> read(Connection db) throws SQLException {
        List<StoredKey> keys = new ArrayList<>();
        try (Statement select = db.createStatement();
                ResultSet rows =
                        select.executeQuery(
                                "SELECT id, name, mac, hint, created_micros, revoked_micros"
                                        + " FROM api_keys ORDER BY created_micros, id")) {
            while (rows.next()) {
                Columns columns = new Columns(rows);
                String id = columns.text();
                String name = columns.text();
                String mac = columns.text();
                String hint = columns.text();
                Instant created = Micros.instant(columns.number());
                Long revoked = columns.maybeNumber();
                keys.add(
                        new StoredKey(
                                id,
                                name,
                                mac,
                                hint,
                                created,
                                revoked == null ? null : Micros.instant(revoked)));
            }
        }
        return keys;
    }

    /** Keys change so rarely that each change may have a connection of its own. */
    private boolean write(String sql, Binding binding) throws IOException {
        try (Connection db = database.writer();
                PreparedStatement statement = db.prepareStatement(sql)) {
            binding.bind(new Params(statement));
            return statement.executeUpdate() > 0;
        } catch (SQLException e) {
            throw new IOException("cannot write the keys: " + e.getMessage(), e);
        }
    }

    private interface Binding {
        void bind(Params params) throws SQLException;
    }
}
