package dev.undercut.app;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.dialect.Json;
import dev.undercut.dispatch.RouteJson;
import dev.undercut.dispatch.Serving;
import dev.undercut.market.Capability.Rated;
import dev.undercut.market.Offer;
import dev.undercut.market.PriceSchedule;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code undercut models}: what can be called now. */
@Command(
        name = "models",
        description = "List the offers usable now, the most capable first, cheapest first within.",
        mixinStandardHelpOptions = true)
final class ModelsCommand implements Callable<Integer> {
    @Mixin Setup setup = new Setup();

    @Option(names = "--json", description = "One JSON document and nothing else.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        try (Wiring house = setup.wiring()) {
            house.serving().discover();
            Serving serving = house.serving().get();
            List<Offer> offers =
                    serving.listing().callable().stream().sorted(byCapabilityThenPrice()).toList();
            if (json) {
                ArrayNode all = Json.MAPPER.createArrayNode();
                for (Offer offer : offers) {
                    ObjectNode entry = all.addObject();
                    RouteJson.offer(entry, offer);
                    RouteJson.speed(entry, house.speeds().of(offer.name()));
                }
                setup.out().println(RouteJson.write(all));
            } else {
                table(setup.out(), offers);
            }
            setup.out().flush();
        }
        return CommandLine.ExitCode.OK;
    }

    private static Comparator<Offer> byCapabilityThenPrice() {
        return Comparator.<Offer>comparingDouble(offer -> -Math.rint(index(offer)))
                .thenComparingLong(ModelsCommand::blended)
                .thenComparing(Offer::name);
    }

    private static double index(Offer offer) {
        return offer.model().capability() instanceof Rated rated ? rated.index() : -1;
    }

    private static long blended(Offer offer) {
        PriceSchedule price = offer.price();
        return price == null
                ? Long.MAX_VALUE
                : 3 * price.base().input().picosPerToken() + price.base().output().picosPerToken();
    }

    private static void table(PrintWriter out, List<Offer> offers) {
        out.printf(
                Locale.ROOT,
                "%-7s %10s %10s %9s  %s%n",
                "CI",
                "$/M in",
                "$/M out",
                "context",
                "offer");
        for (Offer offer : offers) {
            PriceSchedule price = offer.price();
            out.printf(
                    Locale.ROOT,
                    "%-7s %10s %10s %9s  %s%s%n",
                    offer.model().capability() instanceof Rated rated
                            ? String.format(Locale.ROOT, "%.1f", rated.index())
                            : "unrated",
                    price == null ? "unknown" : price.base().input().plain(),
                    price == null ? "unknown" : price.base().output().plain(),
                    offer.context() == null ? "unknown" : offer.context(),
                    offer.name(),
                    note(offer));
        }
    }

    private static String note(Offer offer) {
        String provisional =
                offer.model().capability() instanceof Rated rated && rated.provisional()
                        ? "  (CI provisional)"
                        : "";
        return switch (offer.kind()) {
            case PAID, RETIRED -> provisional;
            case FREE_TIER -> "  (free tier)";
            case OWN_HARDWARE -> "  (own hardware)";
            case SIMULATED -> "  (simulated; CI on the sandbox's own scale)";
        };
    }
}
