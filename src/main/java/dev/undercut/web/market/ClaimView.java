package dev.undercut.web.market;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.market.analysis.Selection;
import dev.undercut.market.analysis.claim.Claim;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.JsonParts;
import java.util.List;

/** What people say, and what the market says to it. */
final class ClaimView {
    private ClaimView() {}

    static AnswerTable claims(Question question) {
        Selection selection = question.selection();
        ArrayNode rows = JsonParts.array();
        for (Claim claim : question.market().claims()) {
            Claim.Figure figure = claim.query().ask(question.market().panel(), selection);
            ObjectNode row = rows.addObject();
            row.put("id", claim.id());
            row.put("quote", claim.quote());
            row.put("source", claim.source());
            JsonParts.figure(row, "figure", figure.value());
            row.put("means", claim.means());
            JsonParts.interval(row, "interval", figure.interval());
            row.put("verdict", claim.verdict(figure));
        }
        return new AnswerTable(
                rows,
                "",
                List.of(
                        new Column("id", "id"),
                        new Column("claim", "quote"),
                        new Column("verdict", "verdict"),
                        Column.factor("figure", "figure"),
                        Column.factor("interval", "interval"),
                        new Column("which is", "means")),
                List.of("who said it is in JSON and CSV; intervals are of 90 % unless said"),
                null);
    }
}
