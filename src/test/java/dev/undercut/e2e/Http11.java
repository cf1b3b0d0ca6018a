package dev.undercut.e2e;

import java.io.ByteArrayOutputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** Just enough of HTTP/1.1 to see every byte, on both sides of the gateway. */
final class Http11 {

    private Http11() {}

    /**
     * The first line and the headers.
     *
     * @param headers names as they came, each with its value
     */
    record Head(String firstLine, List<String[]> headers) {

        Optional<String> first(String name) {
            return headers.stream()
                    .filter(header -> header[0].equalsIgnoreCase(name))
                    .map(header -> header[1])
                    .findFirst();
        }

        List<String> names() {
            return headers.stream().map(header -> header[0].toLowerCase(Locale.ROOT)).toList();
        }

        /** Of an answer. */
        int status() {
            return Integer.parseInt(firstLine.split(" ", 3)[1]);
        }

        boolean isChunked() {
            return first("transfer-encoding").filter("chunked"::equalsIgnoreCase).isPresent();
        }
    }

    /** Reads up to the empty line; null when the connection ends before the first byte. */
    static Head head(InputStream in) throws IOException {
        String first = line(in);
        if (first == null) {
            return null;
        }
        List<String[]> headers = new ArrayList<>();
        for (String line = line(in); line != null && !line.isEmpty(); line = line(in)) {
            int colon = line.indexOf(':');
            headers.add(new String[] {line.substring(0, colon), line.substring(colon + 1).strip()});
        }
        return new Head(first, headers);
    }

    /** Reads the whole body that the head announces. */
    static byte[] body(Head head, InputStream in) throws IOException {
        if (head.isChunked()) {
            ByteArrayOutputStream whole = new ByteArrayOutputStream();
            for (byte[] chunk = chunk(in); chunk.length > 0; chunk = chunk(in)) {
                whole.write(chunk);
            }
            return whole.toByteArray();
        }
        int length = head.first("content-length").map(Integer::parseInt).orElse(0);
        return exactly(in, length);
    }

    /** Reads one chunk of a chunked body; empty for the last one. */
    static byte[] chunk(InputStream in) throws IOException {
        String size = line(in);
        if (size == null) {
            throw new EOFException("the connection ended in mid-answer");
        }
        byte[] bytes = exactly(in, Integer.parseInt(size.strip(), 16));
        line(in);
        return bytes;
    }

    private static byte[] exactly(InputStream in, int length) throws IOException {
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new EOFException("the connection ended after " + bytes.length + " bytes");
        }
        return bytes;
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b >= 0; b = in.read()) {
            if (b == '\n') {
                String text = line.toString(StandardCharsets.ISO_8859_1);
                return text.endsWith("\r") ? text.substring(0, text.length() - 1) : text;
            }
            line.write(b);
        }
        if (line.size() > 0) {
            throw new EOFException("the connection ended within a line: " + line);
        }
        return null;
    }
}
