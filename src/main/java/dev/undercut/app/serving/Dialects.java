package dev.undercut.app.serving;

import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.anthropic.Anthropic;
import dev.undercut.dialect.bedrock.Bedrock;
import dev.undercut.dialect.gemini.Gemini;
import dev.undercut.dialect.ollama.Ollama;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dialect.openai.OpenAiEmbeddings;
import dev.undercut.dialect.responses.Responses;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** Every dialect that is spoken here, to clients and to providers: the one list of them. */
public final class Dialects {
    private static final OpenAi OPENAI = new OpenAi();
    private static final OpenAiEmbeddings EMBEDDINGS = new OpenAiEmbeddings();
    private static final Responses RESPONSES = new Responses();
    private static final Anthropic ANTHROPIC = new Anthropic();
    private static final int CALL_ID_BYTES = 12;

    private Dialects() {}

    /** What clients may speak; the first is for what has no dialect of its own. */
    public static List<ClientDialect> clients() {
        return List.of(OPENAI, ANTHROPIC, RESPONSES, EMBEDDINGS);
    }

    /** What providers may speak, by the name in data files and configuration. */
    public static Map<String, UpstreamDialect> upstreams() {
        SecureRandom random = new SecureRandom();
        List<UpstreamDialect> all =
                List.of(
                        OPENAI,
                        ANTHROPIC,
                        new Gemini(() -> callId(random)),
                        new Ollama(() -> callId(random)),
                        new Bedrock());
        Map<String, UpstreamDialect> byName = new TreeMap<>();
        for (UpstreamDialect dialect : all) {
            byName.put(dialect.name(), dialect);
        }
        return byName;
    }

    /** An id for a call of a tool whose provider gave it none. */
    private static String callId(SecureRandom random) {
        byte[] bytes = new byte[CALL_ID_BYTES];
        random.nextBytes(bytes);
        return "call_" + HexFormat.of().formatHex(bytes);
    }
}
