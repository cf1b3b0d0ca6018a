package dev.undercut.gateway;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.dialect.Json;
import dev.undercut.dispatch.Serving;
import dev.undercut.market.Model;
import dev.undercut.market.Offer;
import dev.undercut.market.Offer.Kind;
import dev.undercut.route.Listing;
import dev.undercut.route.Names;
import dev.undercut.route.Target;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * {@code /v1/models} in OpenAI's shape: every model that can be called, and every policy. Simulated
 * models stay out of the list once there are real ones, and can still be asked for by name.
 */
final class ModelsJson {
    private ModelsJson() {}

    static String list(Serving serving) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("object", "list");
        ArrayNode data = json.putArray("data");
        serving.settings().policies().keySet().stream()
                .sorted()
                .forEach(policy -> policy(data.addObject(), policy));
        Map<String, Model> models = new LinkedHashMap<>();
        Listing listing = serving.listing();
        listing.callable().stream()
                .filter(offer -> offer.kind() != Kind.SIMULATED || !listing.anyReal())
                .forEach(offer -> models.putIfAbsent(offer.model().id(), offer.model()));
        models.forEach((id, model) -> model(data.addObject(), id, model));
        return json.toString();
    }

    /** One model under the name it was asked for; empty when the name means nothing here. */
    static Optional<String> one(Serving serving, String name) {
        if (!(new Names(serving.listing(), serving.settings()).resolve(name)
                instanceof Names.Resolution.Found(Target target))) {
            return Optional.empty();
        }
        ObjectNode json = Json.MAPPER.createObjectNode();
        switch (target) {
            case Target.ExactModel(Model model) -> {
                if (serving.listing().callable(model).isEmpty()) {
                    return Optional.empty();
                }
                model(json, name, model);
            }
            case Target.ExactOffer(Offer offer) -> model(json, name, offer.model());
            case Target.AtLeastModel(Model model) -> model(json, name, model);
            case Target.AtLeast floor -> virtual(json, name);
            case Target.ByPolicy policy -> virtual(json, name);
        }
        return Optional.of(json.toString());
    }

    private static void policy(ObjectNode json, String policy) {
        virtual(json, "undercut/" + policy);
    }

    private static void virtual(ObjectNode json, String name) {
        json.put("id", name);
        json.put("object", "model");
        json.put("created", 0);
        json.put("owned_by", "undercut");
    }

    private static void model(ObjectNode json, String name, Model model) {
        json.put("id", name);
        json.put("object", "model");
        json.put(
                "created",
                model.released() == null
                        ? 0
                        : model.released().atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        json.put("owned_by", model.vendor());
    }
}
