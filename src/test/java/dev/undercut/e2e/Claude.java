package dev.undercut.e2e;

/** What a provider of Anthropic's dialect says. */
final class Claude {

    private Claude() {}

    /** A whole message of those blocks. */
    static String whole(String content, String stopReason, String usage) {
        return """
        {"id":"msg_01","type":"message","role":"assistant","model":"claude-up",\
        "content":[%s],"stop_reason":"%s","stop_sequence":null,"usage":%s}\
        """
                .formatted(content, stopReason, usage);
    }

    static String text(String text) {
        return "{\"type\":\"text\",\"text\":" + Answers.quote(text) + "}";
    }

    static String usage(int input, int output) {
        return "{\"input_tokens\":%d,\"output_tokens\":%d}".formatted(input, output);
    }

    static String event(String name, String fields) {
        String comma = fields.isEmpty() ? "" : ",";
        return "event: " + name + "\ndata: {\"type\":\"" + name + "\"" + comma + fields + "}\n\n";
    }

    static String start(int input) {
        return event(
                "message_start",
                "\"message\":{\"id\":\"msg_01\",\"type\":\"message\",\"role\":\"assistant\","
                        + "\"model\":\"claude-up\",\"content\":[],\"stop_reason\":null,"
                        + "\"stop_sequence\":null,\"usage\":"
                        + usage(input, 1)
                        + "}");
    }

    static String open(int index, String block) {
        return event("content_block_start", "\"index\":" + index + ",\"content_block\":" + block);
    }

    static String more(int index, String delta) {
        return event("content_block_delta", "\"index\":" + index + ",\"delta\":" + delta);
    }

    static String close(int index) {
        return event("content_block_stop", "\"index\":" + index);
    }

    static String textBlock(int index, String... pieces) {
        StringBuilder events = new StringBuilder(open(index, "{\"type\":\"text\",\"text\":\"\"}"));
        for (String piece : pieces) {
            events.append(
                    more(index, "{\"type\":\"text_delta\",\"text\":" + Answers.quote(piece) + "}"));
        }
        return events.append(close(index)).toString();
    }

    static String end(String stopReason, int output) {
        return event(
                        "message_delta",
                        "\"delta\":{\"stop_reason\":\""
                                + stopReason
                                + "\",\"stop_sequence\":null},\"usage\":{\"output_tokens\":"
                                + output
                                + "}")
                + event("message_stop", "");
    }

    static String error(String type, String message) {
        return "{\"type\":\"error\",\"error\":{\"type\":\""
                + type
                + "\",\"message\":"
                + Answers.quote(message)
                + "},\"request_id\":\"req_up\"}";
    }
}
