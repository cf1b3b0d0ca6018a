package dev.undercut.dialect.anthropic;

import com.fasterxml.jackson.core.JsonGenerator;
import dev.undercut.dialect.ListedModel;
import java.io.IOException;
import java.util.List;

/** Models as clients of this dialect list them: all on one page. */
final class ModelList {
    /** What the API itself says of models whose day is not known. */
    private static final String UNKNOWN = "1970-01-01";

    private ModelList() {}

    static byte[] write(List<ListedModel> models) {
        return JsonText.of(
                4096,
                json -> {
                    json.writeStartObject();
                    json.writeArrayFieldStart("data");
                    for (ListedModel model : models) {
                        model(json, model);
                    }
                    json.writeEndArray();
                    json.writeBooleanField("has_more", false);
                    json.writeStringField(
                            "first_id", models.isEmpty() ? null : models.getFirst().id());
                    json.writeStringField(
                            "last_id", models.isEmpty() ? null : models.getLast().id());
                    json.writeEndObject();
                });
    }

    static byte[] write(ListedModel model) {
        return JsonText.of(256, json -> model(json, model));
    }

    private static void model(JsonGenerator json, ListedModel model) throws IOException {
        json.writeStartObject();
        json.writeStringField("type", "model");
        json.writeStringField("id", model.id());
        json.writeStringField("display_name", model.name());
        String day = model.released() == null ? UNKNOWN : model.released().toString();
        json.writeStringField("created_at", day + "T00:00:00Z");
        json.writeEndObject();
    }
}
