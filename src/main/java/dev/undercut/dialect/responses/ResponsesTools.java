package dev.undercut.dialect.responses;

import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.ToolChoice;
import dev.undercut.dialect.JsonField;
import dev.undercut.dialect.RefusedException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Reads the tools, which are flat here: a function's name stands beside its type. */
final class ResponsesTools {
    private final List<Tool> tools = new ArrayList<>();
    private ToolChoice choice = new ToolChoice.Auto();
    private @Nullable Set<String> allowed;

    void tools(JsonField field) throws RefusedException {
        for (JsonField tool : field.items()) {
            JsonField type = tool.at("type");
            if (!type.is("function")) {
                throw type.refused(
                        "tools of type "
                                + type.text()
                                + " run at OpenAI and cannot be offered here; use type function");
            }
            tools.add(
                    new Tool(
                            tool.at("name").text(),
                            tool.at("description").textOrNull(),
                            tool.at("parameters").objectOrNull(),
                            tool.at("strict").boolOrNull(),
                            null));
        }
    }

    void choice(JsonField field) throws RefusedException {
        if (field.isAbsent()) {
            return;
        }
        if (!field.value().isObject()) {
            choice = word(field);
            return;
        }
        switch (field.at("type").text()) {
            case "function" -> choice = new ToolChoice.Named(field.at("name").text());
            case "allowed_tools" -> {
                choice = word(field.at("mode"));
                allowed = new HashSet<>();
                for (JsonField tool : field.at("tools").items()) {
                    allowed.add(tool.at("name").text());
                }
            }
            default -> throw field.at("type").expected("function or allowed_tools");
        }
    }

    private static ToolChoice word(JsonField field) throws RefusedException {
        return switch (field.text()) {
            case "auto" -> new ToolChoice.Auto();
            case "none" -> new ToolChoice.None();
            case "required" -> new ToolChoice.Any();
            default -> throw field.expected("auto, none, required or an object");
        };
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
}
