package dev.undercut.app.answers;

import dev.undercut.dialect.Json;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.gateway.Exchange;
import dev.undercut.web.answer.AnswerTable;
import dev.undercut.web.answer.Reply;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * An answer over HTTP: as JSON or, when {@code Accept} asks for it, CSV, with an entity tag, so
 * that an unchanged one is not sent again.
 */
final class Answering {
    private static final String JSON = "application/json";
    private static final String CSV = "text/csv";
    private static final int TAG_BYTES = 16;

    private Answering() {}

    /** Sends it: 200 or 304, 400 when it was asked wrongly, 404 when there is no such thing. */
    static void send(Exchange exchange, Reply reply, Header... more) {
        switch (reply) {
            case Reply.Found(AnswerTable table) -> found(exchange, table, more);
            case Reply.Refused(boolean unknown, String message) ->
                    exchange.text(
                            unknown ? 404 : 400, JSON, "{\"error\":" + Json.quote(message) + "}");
        }
    }

    private static void found(Exchange exchange, AnswerTable table, Header... more) {
        boolean csv = new Accept(exchange.header("accept").orElse("")).prefers(CSV, JSON);
        String body = csv ? table.csv() : table.json();
        String tag = tag(body);
        List<Header> headers = new ArrayList<>();
        headers.add(new Header("etag", tag));
        headers.add(new Header("vary", "accept"));
        headers.addAll(List.of(more));
        headers.add(new Header("cache-control", "private, no-cache"));
        String type = csv ? CSV + "; charset=utf-8" : JSON;
        boolean known =
                exchange.header("if-none-match").filter(tags -> tags.contains(tag)).isPresent();
        exchange.text(known ? 304 : 200, type, known ? "" : body, headers.toArray(Header[]::new));
    }

    private static String tag(String body) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(body.getBytes(StandardCharsets.UTF_8));
            return '"' + HexFormat.of().formatHex(digest, 0, TAG_BYTES) + '"';
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
