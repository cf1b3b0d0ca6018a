package dev.undercut.dialect;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.nio.charset.StandardCharsets;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A name that can be asked for, as a list of models shows it.
 *
 * @param id what to write into {@code model}
 * @param name for people
 * @param owner who made it
 * @param released when it came out, or null when unknown or no single model
 */
public record ListedModel(String id, String name, String owner, @Nullable LocalDate released) {

    /** The list in OpenAI's shape, which most others took over. */
    static byte[] list(List<ListedModel> models) {
        ObjectNode json = Json.MAPPER.createObjectNode();
        json.put("object", "list");
        ArrayNode data = json.putArray("data");
        models.forEach(model -> model.fill(data.addObject()));
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    /** One model in OpenAI's shape. */
    byte[] json() {
        ObjectNode json = Json.MAPPER.createObjectNode();
        fill(json);
        return json.toString().getBytes(StandardCharsets.UTF_8);
    }

    private void fill(ObjectNode json) {
        json.put("id", id);
        json.put("object", "model");
        json.put(
                "created",
                released == null ? 0 : released.atStartOfDay(ZoneOffset.UTC).toEpochSecond());
        json.put("owned_by", owner);
    }
}
