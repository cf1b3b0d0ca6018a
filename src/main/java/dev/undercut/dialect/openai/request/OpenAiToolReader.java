package dev.undercut.dialect.openai.request;

import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads what a model may call and must call, in today's words and in those of 2023. */
final class OpenAiToolReader {
    private final List<Tool> tools = new ArrayList<>();
    private ToolChoice choice = new ToolChoice.Auto();
    private @Nullable Set<String> allowed;
    private boolean old;

    void tools(JsonField field) throws RefusedException {
        for (JsonField tool : field.items()) {
            JsonField type = tool.at("type");
            if (!type.is("function")) {
                throw type.refused("only tools of type function can be taken to another provider");
            }
            tools.add(tool(tool.at("function"), tool));
        }
    }

    void functions(JsonField field) throws RefusedException {
        for (JsonField function : field.items()) {
            old = true;
            tools.add(tool(function, function));
        }
    }

    private static Tool tool(JsonField function, JsonField marked) throws RefusedException {
        return new Tool(
                function.at("name").text(),
                function.at("description").textOrNull(),
                function.at("parameters").objectOrNull(),
                function.at("strict").boolOrNull(),
                OpenAiPartReader.mark(marked));
    }

    void choice(JsonField field) throws RefusedException {
        if (field.value().isObject()) {
            object(field);
        } else if (!field.isAbsent()) {
            word(field);
        }
    }

    private void word(JsonField field) throws RefusedException {
        choice =
                switch (field.text()) {
                    case "auto" -> new ToolChoice.Auto();
                    case "none" -> new ToolChoice.None();
                    case "required" -> new ToolChoice.Any();
                    default -> throw field.expected("auto, none, required or an object");
                };
    }

    private void object(JsonField field) throws RefusedException {
        switch (field.at("type").text()) {
            case "function" ->
                    choice = new ToolChoice.Named(field.at("function").at("name").text());
            case "allowed_tools" -> allowedTools(field.at("allowed_tools"));
            default -> throw field.at("type").expected("function or allowed_tools");
        }
    }

    /** A shorter list is what others have for a choice among some. */
    private void allowedTools(JsonField field) throws RefusedException {
        word(field.at("mode"));
        allowed = new HashSet<>();
        for (JsonField tool : field.at("tools").items()) {
            allowed.add(tool.at("function").at("name").text());
        }
    }

    void functionCall(JsonField field) throws RefusedException {
        if (field.value().isObject()) {
            choice = new ToolChoice.Named(field.at("name").text());
        } else if (!field.isAbsent()) {
            word(field);
        }
    }

    /** The tools declared, without those that the choice leaves out. */
    List<Tool> allowed() {
        Set<String> names = allowed;
        return names == null
                ? tools
                : tools.stream().filter(tool -> names.contains(tool.name())).toList();
    }

    ToolChoice chosen() {
        return choice;
    }

    /** Whether the client speaks of functions, and so expects one call at most. */
    boolean isOld() {
        return old;
    }
}
