package dev.undercut.web.economics;

import java.util.List;

/** What an event on the market does: to a plan, to the own bill, to what a task may cost. */
final class ScenarioView implements EconomicsView {
    private static final List<String> NAMES =
            List.of("falling-prices", "leader-matches", "cheap-entrant", "price-fall");

    private final FallingPricesView falling;
    private final CheaperModelView cheaper;
    private final PriceFallView causes = new PriceFallView();

    ScenarioView(Asked asked) {
        this.falling = new FallingPricesView(asked);
        this.cheaper = new CheaperModelView(asked);
    }

    private EconomicsView chosen(Inputs inputs) {
        return switch (Asked.oneOf("name", inputs.text("name"), NAMES)) {
            case "falling-prices" -> falling;
            case "price-fall" -> causes;
            default -> cheaper;
        };
    }

    @Override
    public void prepare(Inputs inputs) {
        chosen(inputs).prepare(inputs);
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        return chosen(inputs).figures(inputs);
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        chosen(inputs).complete(inputs, sheet);
    }
}
