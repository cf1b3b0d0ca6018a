package dev.undercut.web.economics;

import dev.undercut.economics.margin.PriceFall;
import dev.undercut.economics.margin.PriceFall.Cause;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What lies behind a fall of prices. */
final class PriceFallView implements EconomicsView {
    private static final Map<Cause, String> INPUTS =
            Map.of(
                    Cause.HARDWARE, "hardware",
                    Cause.UTILISATION, "use",
                    Cause.SOFTWARE, "software",
                    Cause.MODEL_SIZE, "model-size",
                    Cause.MARGIN, "margin");

    @Override
    public void prepare(Inputs inputs) {
        // every input has a default of its own
    }

    @Override
    public List<Figure> figures(Inputs inputs) {
        EnumMap<Cause, Double> known = new EnumMap<>(Cause.class);
        INPUTS.forEach((cause, name) -> known.put(cause, inputs.number(name)));
        PriceFall fall = new PriceFall(inputs.number("total"), known);
        List<Figure> figures = new ArrayList<>();
        figures.add(
                new Figure(
                        "factor_per_year",
                        Math.pow(fall.total(), 1 / inputs.number("span")),
                        "factor/year",
                        "of the whole fall"));
        for (PriceFall.Part part : fall.parts()) {
            String what = what(part.cause());
            figures.add(new Figure(part.cause().code(), part.factor(), "factor", what));
            figures.add(
                    new Figure(
                            part.cause().code() + "_share",
                            part.share(),
                            "share",
                            "of the fall, in logarithms",
                            says(part)));
        }
        return figures;
    }

    private static @Nullable String says(PriceFall.Part part) {
        if (part.share() >= 0) {
            return null;
        }
        return part.cause() == Cause.RESIDUAL
                ? "the known causes claim more than the whole fall"
                : "it made prices rise";
    }

    private static String what(Cause cause) {
        return switch (cause) {
            case HARDWARE -> "more operations for a dollar, ASICs included";
            case UTILISATION -> "fewer idle hours";
            case SOFTWARE -> "more tokens from the same accelerator";
            case MODEL_SIZE -> "fewer active parameters for the same quality";
            case MARGIN -> "sellers who keep less";
            case RESIDUAL -> "what is left: architecture, data, training technique";
        };
    }

    @Override
    public void complete(Inputs inputs, Sheet sheet) {
        sheet.note(
                String.format(
                        Locale.ROOT,
                        "known causes are inputs; their product and the residual are the whole fall"
                                + " of %.4g, and a residual below 1 says that they claim too much",
                        inputs.number("total")));
        sheet.note(
                "a smaller model of the same quality is itself owed to data and training: with"
                        + " --model-size 1 the residual holds it");
    }
}
