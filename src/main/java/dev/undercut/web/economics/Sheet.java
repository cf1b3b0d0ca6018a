package dev.undercut.web.economics;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.web.answer.AnswerTable.Column;
import dev.undercut.web.answer.AnswerTable.Part;
import dev.undercut.web.answer.Drawing;
import dev.undercut.web.answer.JsonParts;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What an analysis adds to its figures: tables, remarks and a drawing. */
final class Sheet {
    private final ObjectNode document;
    private final List<Part> parts = new ArrayList<>();
    private final List<String> notes = new ArrayList<>();
    private @Nullable Drawing drawing;

    Sheet(ObjectNode document) {
        this.document = document;
    }

    /** A further table, whose rows the caller fills. */
    ArrayNode table(String key, String title, Column... columns) {
        parts.add(new Part(title, "/" + key, List.of(columns)));
        return document.putArray(key);
    }

    /** A part of the document that is not shown as a table. */
    ObjectNode object(String key) {
        return document.putObject(key);
    }

    void note(String note) {
        notes.add(note);
    }

    void draw(Drawing picture) {
        drawing = picture;
    }

    List<Part> parts() {
        return parts;
    }

    List<String> notes() {
        return notes;
    }

    @Nullable Drawing drawing() {
        return drawing;
    }

    /** The remarks, also in the document. */
    void writeNotes() {
        JsonParts.texts(document, "notes", notes);
    }
}
