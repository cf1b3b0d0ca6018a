package dev.undercut.store.sqlite;

import dev.undercut.ledger.Lineage;
import dev.undercut.ledger.Opening;
import dev.undercut.store.sqlite.text.Micros;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;

/** Openings to rows and back. */
final class OpeningRows {

    static final String INSERT =
            "INSERT INTO openings (request_id, owner, at_micros, key_id, requested_model, provider,"
                    + " model, stream, worst_picos, parent, calls) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
                    + " ON CONFLICT DO NOTHING";

    static final String SELECT =
            "SELECT request_id, at_micros, key_id, requested_model, provider, model, stream,"
                    + " worst_picos, parent, calls FROM openings ";

    static final String DELETE = "DELETE FROM openings WHERE request_id = ?";

    private OpeningRows() {}

    static void bind(Slip.ToOpen slip, String owner, PreparedStatement insert) throws SQLException {
        Opening opening = slip.opening();
        new Params(insert)
                .add(opening.requestId())
                .add(owner)
                .add(slip.atMicros())
                .add(opening.keyId())
                .add(opening.requestedModel())
                .add(opening.provider())
                .add(opening.model())
                .add(opening.stream())
                .add(opening.worstCost())
                .add(opening.lineage().parent())
                .add(opening.lineage().calls());
    }

    /** The opening of a row chosen with {@link #SELECT}. */
    static Opening read(ResultSet row) throws SQLException {
        Columns columns = new Columns(row);
        return new Opening(
                columns.text(),
                Micros.instant(columns.number()),
                columns.maybeText(),
                columns.text(),
                columns.text(),
                columns.text(),
                columns.flag(),
                columns.maybeUsd(),
                new Lineage(columns.maybeText(), columns.maybeNumber()));
    }
}
