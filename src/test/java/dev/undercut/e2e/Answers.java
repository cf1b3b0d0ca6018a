package dev.undercut.e2e;

/** What an OpenAI-compatible provider says. */
final class Answers {

    private Answers() {}

    /** A whole completion. */
    static String whole(String text, int prompt, int completion) {
        return wholeWithUsage(text, usageObject(prompt, completion));
    }

    /** A whole completion with that usage object, or none when it is empty. */
    static String wholeWithUsage(String text, String usage) {
        return """
        {"id":"chatcmpl-1","object":"chat.completion","created":1700000000,"model":"up-mini",\
        "choices":[{"index":0,"message":{"role":"assistant","content":%s,"refusal":null},\
        "logprobs":null,"finish_reason":"stop"}]%s}\
        """
                .formatted(quote(text), usage.isEmpty() ? "" : ",\"usage\":" + usage);
    }

    static String usageObject(int prompt, int completion) {
        return "{\"prompt_tokens\":%d,\"completion_tokens\":%d,\"total_tokens\":%d}"
                .formatted(prompt, completion, prompt + completion);
    }

    static String role() {
        return chunk(
                "[{\"index\":0,\"delta\":{\"role\":\"assistant\",\"content\":\"\"},\"finish_reason\":null}]");
    }

    static String piece(String text) {
        return chunk(
                "[{\"index\":0,\"delta\":{\"content\":"
                        + quote(text)
                        + "},\"finish_reason\":null}]");
    }

    static String finish(String reason) {
        return chunk("[{\"index\":0,\"delta\":{},\"finish_reason\":\"" + reason + "\"}]");
    }

    static String usage(int prompt, int completion) {
        return chunk("[],\"usage\":" + usageObject(prompt, completion));
    }

    static String chunk(String choices) {
        return "{\"id\":\"chatcmpl-1\",\"object\":\"chat.completion.chunk\",\"created\":1700000000,"
                + "\"model\":\"up-mini\",\"choices\":"
                + choices
                + "}";
    }

    static String error(String message) {
        return "{\"error\":{\"message\":"
                + quote(message)
                + ",\"type\":\"server_error\",\"param\":null,\"code\":null}}";
    }

    /** A JSON string of plain text. */
    static String quote(String text) {
        return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n") + '"';
    }
}
