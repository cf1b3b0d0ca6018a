package dev.undercut.web;

import dev.undercut.chat.Usage;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.ledger.Outcome;
import dev.undercut.ledger.UsageBasis;
import dev.undercut.money.Usd;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The last requests, what they cost and what they saved. */
public final class HomePage {
    private static final int SHOWN = 50;
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("MM-dd HH:mm:ss").withZone(ZoneOffset.UTC);

    private final Ledger ledger;

    public HomePage(Ledger ledger) {
        this.ledger = ledger;
    }

    /**
     * The page.
     *
     * @param simulated whether only simulated models can be called
     * @param curl a command that works
     */
    public String render(boolean simulated, String curl) {
        Ledger.Summary summary = ledger.summary();
        StringBuilder body = new StringBuilder(8 * 1024);
        body.append("<h1>Undercut</h1>\n");
        body.append("<p>Never pay yesterday's price for intelligence.");
        if (simulated) {
            body.append(" No provider key is set: all models here are <b>simulated</b>.");
        }
        body.append("</p>\n<div class=\"sums\">");
        sum(body, Long.toString(summary.requests()), "requests", "");
        sum(body, "$" + summary.cost().plain(), cost(summary), "");
        sum(body, "$" + summary.baseline().plain(), "at list price of what was named", "");
        boolean loss = summary.saved().picos().signum() < 0;
        sum(body, dollars(summary.saved().plain()), "saved", loss ? "bad" : "good");
        body.append("</div>\n");
        List<LedgerEntry> entries = ledger.newest(SHOWN);
        if (entries.isEmpty()) {
            body.append("<p>Nothing asked yet. Try this:</p>\n<pre>");
            body.append(Html.escape(curl)).append("</pre>");
        } else {
            table(body, entries);
        }
        return Html.page("Undercut", body.toString());
    }

    private static void sum(StringBuilder body, String value, String label, String style) {
        body.append("<div><b class=\"").append(style).append("\">").append(Html.escape(value));
        body.append("</b><span>").append(Html.escape(label)).append("</span></div>");
    }

    private static String cost(Ledger.Summary summary) {
        return summary.unknownCosts() == 0
                ? "spent"
                : "spent, and " + summary.unknownCosts() + " of unknown cost";
    }

    private static void table(StringBuilder body, List<LedgerEntry> entries) {
        body.append("<div class=\"wide\"><table><thead><tr><th>Time (UTC)</th><th>Asked for</th>");
        body.append("<th>Answered by</th><th class=\"n\">Tokens in</th><th class=\"n\">out</th>");
        body.append("<th class=\"n\">Cost</th><th class=\"n\">Saved</th><th class=\"n\">ms</th>");
        body.append("<th>Outcome</th></tr></thead><tbody>\n");
        entries.forEach(entry -> row(body, entry));
        body.append("</tbody></table></div>\n");
    }

    private static void row(StringBuilder body, LedgerEntry entry) {
        Usage usage = entry.usage();
        String about = entry.usageBasis() == UsageBasis.ESTIMATED ? "~" : "";
        body.append("<tr>");
        cell(body, "soft", TIME.format(entry.at()));
        cell(body, "", entry.requestedModel());
        cell(body, "", entry.provider() == null ? "–" : entry.provider() + "/" + entry.model());
        cell(body, "n", usage == null ? "–" : about + usage.totalInput());
        cell(body, "n", usage == null ? "–" : about + usage.totalOutput());
        boolean answered = entry.provider() != null;
        cell(body, "n", answered ? money(entry.cost()) : "–");
        Usd saved = entry.saved();
        String colour =
                saved == null || saved.picos() == 0 ? "" : saved.isNegative() ? " bad" : " good";
        cell(body, "n" + colour, answered ? money(saved) : "–");
        cell(body, "n", Long.toString(entry.millis()));
        boolean ok = entry.outcome() == Outcome.OK;
        cell(body, ok ? "soft" : "bad", entry.outcomeText());
        body.append("</tr>\n");
    }

    private static void cell(StringBuilder body, String style, String text) {
        body.append("<td class=\"").append(style).append("\">");
        body.append(Html.escape(text)).append("</td>");
    }

    private static String money(@Nullable Usd amount) {
        return amount == null ? "unknown" : dollars(amount.plain());
    }

    private static String dollars(String plain) {
        return plain.startsWith("-") ? "-$" + plain.substring(1) : "$" + plain;
    }
}
