package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.scenario.Bill;
import dev.undercut.web.answer.AnswerTable.Column;

/** The own bill, exactly as the ledger has it. */
final class BillTable {
    private BillTable() {}

    static void write(Sheet sheet, Bill bill) {
        ArrayNode rows =
                sheet.table(
                        "bill",
                        "Your bill of the last " + bill.days() + " days",
                        new Column("model", "model"),
                        new Column("requests", "requests"),
                        new Column("input", "input_tokens"),
                        new Column("output", "output_tokens"),
                        new Column("cost", "cost_usd"));
        for (Bill.Line line : bill.lines()) {
            ObjectNode row = rows.addObject();
            row.put("model", line.model());
            row.put("requests", line.requests());
            row.put("input_tokens", line.inputTokens());
            row.put("output_tokens", line.outputTokens());
            row.put("cost_usd", line.cost().dollars());
        }
        long all = bill.lines().stream().mapToLong(Bill.Line::requests).sum();
        if (all + bill.unknownCosts() >= Bills.MOST_ENTRIES) {
            sheet.note("only the newest " + Bills.MOST_ENTRIES + " requests are in the bill");
        }
        if (bill.unknownCosts() > 0) {
            sheet.note(bill.unknownCosts() + " requests of unknown cost are not in the bill");
        }
    }
}
