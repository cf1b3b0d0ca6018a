package dev.undercut.app.serving;

import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.anthropic.Anthropic;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dialect.openai.OpenAiEmbeddings;
import dev.undercut.dialect.responses.Responses;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every dialect that is spoken here, to clients and to providers: the one list of them. */
public final class Dialects {
    private static final OpenAi OPENAI = new OpenAi();
    private static final OpenAiEmbeddings EMBEDDINGS = new OpenAiEmbeddings();
    private static final Anthropic ANTHROPIC = new Anthropic();
    private static final Responses RESPONSES = new Responses();

    private Dialects() {}

    /** What clients may speak; the first is for what has no dialect of its own. */
    public static List<ClientDialect> clients() {
        return List.of(OPENAI, ANTHROPIC, RESPONSES, EMBEDDINGS);
    }

    /** What providers may speak, by the name in data files and configuration. */
    public static Map<String, UpstreamDialect> upstreams() {
        Map<String, UpstreamDialect> byName = new TreeMap<>();
        for (UpstreamDialect dialect : List.<UpstreamDialect>of(OPENAI, ANTHROPIC)) {
            byName.put(dialect.name(), dialect);
        }
        return byName;
    }
}
