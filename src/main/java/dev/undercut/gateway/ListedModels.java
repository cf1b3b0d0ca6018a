package dev.undercut.gateway;

import dev.undercut.dialect.ListedModel;
import dev.undercut.dispatch.Serving;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.route.Listing;
import dev.undercut.route.Names;
import dev.undercut.route.Target;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What {@code /v1/models} lists: every model that can be called, and every policy. Simulated models
 * stay out of the list once there are real ones, and can still be asked for by name.
 */
final class ListedModels {
    private ListedModels() {}

    static List<ListedModel> list(Serving serving) {
        List<ListedModel> listed = new ArrayList<>();
        serving.settings().policies().keySet().stream()
                .sorted()
                .forEach(policy -> listed.add(virtual("undercut/" + policy)));
        serving.presets().keySet().stream()
                .sorted()
                .forEach(preset -> listed.add(virtual("undercut/" + preset)));
        Map<String, Model> models = new LinkedHashMap<>();
        Listing listing = serving.listing();
        listing.callable().stream()
                .filter(offer -> offer.kind() != Kind.SIMULATED || !listing.anyReal())
                .forEach(offer -> models.putIfAbsent(offer.model().id(), offer.model()));
        models.forEach((id, model) -> listed.add(model(id, model)));
        return listed;
    }

    /** One model under the name it was asked for; empty when the name means nothing here. */
    static Optional<ListedModel> one(Serving serving, String name) {
        Names names = new Names(serving.listing(), serving.settings());
        if (isPreset(serving, name) || names.suffixed(name).isPresent()) {
            return Optional.of(virtual(name));
        }
        if (!(names.resolve(name) instanceof Names.Resolution.Found(Target target))) {
            return Optional.empty();
        }
        return switch (target) {
            case Target.ExactModel(Model model) ->
                    serving.listing().callable(model).isEmpty()
                            ? Optional.empty()
                            : Optional.of(model(name, model));
            case Target.ExactOffer(Offer offer) -> Optional.of(model(name, offer.model()));
            case Target.AtLeastModel(Model model) -> Optional.of(model(name, model));
            case Target.AtLeast floor -> Optional.of(virtual(name));
            case Target.ByPolicy policy -> Optional.of(virtual(name));
        };
    }

    private static boolean isPreset(Serving serving, String name) {
        return serving.presets()
                .containsKey(
                        name.startsWith("undercut/") ? name.substring("undercut/".length()) : name);
    }

    private static ListedModel virtual(String name) {
        return new ListedModel(name, name, "undercut", null);
    }

    private static ListedModel model(String name, Model model) {
        return new ListedModel(name, model.name(), model.vendor(), model.released());
    }
}
