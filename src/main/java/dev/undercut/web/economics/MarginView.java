package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.economics.margin.ProviderMargin;
import dev.undercut.economics.margin.WrapperMargin;
import dev.undercut.economics.plan.CostPath;
import dev.undercut.economics.serving.CostPerMtok;
import dev.undercut.market.analysis.PricedSpan;
import dev.undercut.money.PricePerMtok;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.JsonParts;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.List;

/** What providers and the products on top of them keep. */
final class MarginView implements EconomicsView {
    private static final int STEPS = 4;

    private final Asked asked;

    MarginView(Asked asked) {
        this.asked = asked;
    }

    @Override
    public void prepare(Inputs inputs) {
        if (!inputs.has("price-in") || !inputs.has("price-out")) {
            PricedSpan offer = asked.book().offer(inputs.text("model"));
            String from = "book: " + offer.name() + " since " + offer.from();
            inputs.fill("price-in", offer.input().picosPerToken() / 1e6, null, from);
            inputs.fill("price-out", offer.output().picosPerToken() / 1e6, null, from);
        }
        asked.fillFall(inputs);
    }

    private static PricePerMtok price(Inputs inputs, String name) {
        return PricePerMtok.of(
                BigDecimal.valueOf(inputs.number(name))
                        .setScale(PricePerMtok.DECIMALS, RoundingMode.HALF_EVEN));
    }

    private static ProviderMargin provider(Inputs inputs) {
        return new ProviderMargin(
                price(inputs, "price-in"),
                price(inputs, "price-out"),
                new CostPerMtok<>(inputs.number("cost-in")),
                new CostPerMtok<>(inputs.number("cost-out")));
    }

    private static WrapperMargin wrapper(Inputs inputs) {
        return new WrapperMargin(
                inputs.number("seat"),
                inputs.number("seat-list-value"),
                inputs.number("api-margin"),
                inputs.number("commodity-margin"),
                inputs.number("halving"),
                inputs.number("passed-on"),
                new CostPath(inputs.number("fall"), inputs.number("growth")));
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        ProviderMargin provider = provider(inputs);
        double share = inputs.number("input-share");
        double price = provider.price(share);
        double cost = provider.cost(share);
        WrapperMargin.Shares then = wrapper(inputs).after(inputs.number("years"));
        WrapperMargin.Shares now = wrapper(inputs).after(0);
        return List.of(
                new Figure("list_value", price, "USD/Mtok", "list price of the mix"),
                new Figure("serving_cost", cost, "USD/Mtok", "of the same mix"),
                new Figure("margin_input", provider.ofInput(), "share", "gross margin on input"),
                new Figure("margin_output", provider.ofOutput(), "share", "gross margin on output"),
                new Figure("margin", provider.of(share), "share", "gross margin on the mix"),
                new Figure(
                        "markup",
                        ProviderMargin.markup(price, cost),
                        "factor",
                        "price over cost, less 1; some call this a margin"),
                new Figure("wrapper_today", now.wrapper(), "USD/seat/month", "what it keeps today"),
                new Figure(
                        "wrapper_then",
                        then.wrapper(),
                        "USD/seat/month",
                        "what it keeps after the years looked at"),
                new Figure(
                        "provider_then",
                        then.provider(),
                        "USD/seat/month",
                        "what the provider keeps"),
                new Figure(
                        "user_then",
                        then.user(),
                        "USD/seat/month",
                        "what the seat became cheaper",
                        "most goes to the " + then.winner()));
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        ArrayNode rows =
                sheet.table(
                        "seat",
                        "Who gets what of a seat, USD/month; together always its price of today",
                        Column.factor("year", "year"),
                        Column.price("hardware", "hardware_usd"),
                        Column.price("provider", "provider_usd"),
                        Column.price("wrapper", "wrapper_usd"),
                        Column.price("user", "user_usd"),
                        new Column("most to", "winner"));
        WrapperMargin wrapper = wrapper(inputs);
        double years = inputs.number("years");
        for (int step = 0; step <= STEPS; step++) {
            WrapperMargin.Shares shares = wrapper.after(years * step / STEPS);
            ObjectNode row = rows.addObject();
            JsonParts.figure(row, "year", years * step / STEPS);
            JsonParts.figure(row, "hardware_usd", shares.hardware());
            JsonParts.figure(row, "provider_usd", shares.provider());
            JsonParts.figure(row, "wrapper_usd", shares.wrapper());
            JsonParts.figure(row, "user_usd", shares.user());
            row.put("winner", shares.winner());
        }
        sheet.note(
                "the cost defaults are those of one provider and one day, of DeepSeek R1 on H200 and"
                        + " H800; give --cost-in and --cost-out from `economics serving`");
    }
}
