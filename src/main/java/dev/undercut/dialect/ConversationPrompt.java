package dev.undercut.dialect;

import dev.undercut.chat.Conversation;
import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Role;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.Turn;
import dev.undercut.chat.Dialogue;
import dev.undercut.chat.Part;
import dev.undercut.chat.Prompt;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The size of a conversation that was read whole, and where in it the request stands. */
public final class ConversationPrompt implements Prompt {
    private final int messages;
    private final List<String> texts = new ArrayList<>();
    private long textBytes;
    private int images;
    private int lowDetailImages;
    private int turns;
    private int openingEnd;
    private boolean toolPending;

    public ConversationPrompt(Conversation said) {
        messages = said.turns().size() + (said.system().isEmpty() ? 0 : 1);
        said.system().forEach(this::part);
        for (Tool tool : said.tools()) {
            add(tool.name());
            add(tool.description() == null ? "" : tool.description());
            add(tool.parameters() == null ? "" : tool.parameters());
        }
        said.turns().forEach(this::turn);
        if (said.format() instanceof Format.JsonSchema schema) {
            add(schema.schema());
        }
    }

    private void turn(Turn turn) {
        turn.parts().forEach(this::part);
        toolPending = turn.parts().stream().anyMatch(Part.ToolResult.class::isInstance);
        if (turn.role() == Role.USER && !toolPending) {
            turns++;
            openingEnd = openingEnd == 0 ? texts.size() : openingEnd;
        }
    }

    private void part(Part part) {
        switch (part) {
            case Part.Text(String text, var mark) -> add(text);
            case Part.Refused(String text) -> add(text);
            case Part.Thought(String text, var signature) -> add(text);
            case Part.ToolCall call -> {
                add(call.name());
                add(call.arguments());
            }
            case Part.ToolResult result -> result.content().forEach(this::part);
            case Part.Image image -> {
                boolean low = "low".equals(image.detail());
                lowDetailImages += low ? 1 : 0;
                images += low ? 0 : 1;
            }
            case Part.Document document -> {}
            case Part.Audio audio -> {}
            case Part.HiddenThought hidden -> {}
        }
    }

    private void add(String text) {
        if (!text.isEmpty()) {
            texts.add(text);
            textBytes += text.getBytes(StandardCharsets.UTF_8).length;
        }
    }

    @Override
    public @Nullable Dialogue dialogue() {
        if (turns == 0) {
            return null;
        }
        Dialogue.Opening opening = new Dialogue.Opening();
        for (String text : texts.subList(0, openingEnd)) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            opening.add(bytes, 0, bytes.length);
        }
        return new Dialogue(opening.text(), turns, toolPending);
    }

    @Override
    public long textBytes() {
        return textBytes;
    }

    @Override
    public int messages() {
        return messages;
    }

    @Override
    public int images() {
        return images;
    }

    @Override
    public int lowDetailImages() {
        return lowDetailImages;
    }

    @Override
    public String text() {
        return String.join("\n", texts);
    }

    @Override
    public List<String> texts() {
        return List.copyOf(texts);
    }
}
