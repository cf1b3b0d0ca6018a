package dev.undercut.chat;

import dev.undercut.chat.Conversation.Format;
import dev.undercut.chat.Conversation.Tool;
import dev.undercut.chat.Conversation.Turn;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/** The size of a conversation that was read whole. */
public final class ConversationPrompt implements Prompt {
    private final int messages;
    private final List<String> texts = new ArrayList<>();
    private long textBytes;
    private int images;
    private int lowDetailImages;

    public ConversationPrompt(Conversation said) {
        messages = said.turns().size() + (said.system().isEmpty() ? 0 : 1);
        said.system().forEach(this::part);
        for (Turn turn : said.turns()) {
            turn.parts().forEach(this::part);
        }
        for (Tool tool : said.tools()) {
            add(tool.name());
            add(tool.description() == null ? "" : tool.description());
            add(tool.parameters() == null ? "" : tool.parameters());
        }
        if (said.format() instanceof Format.JsonSchema schema) {
            add(schema.schema());
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
