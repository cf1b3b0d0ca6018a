package dev.undercut.compute.replay;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;

/** Reads a JSON object from each line, and says in which line something is wrong. */
final class JsonLines {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private JsonLines() {}

    /** Takes a line. */
    @FunctionalInterface
    interface Taker {
        void take(Line line) throws IOException;
    }

    static void read(Path file, Taker taker) throws IOException {
        String name = String.valueOf(file.getFileName());
        try (BufferedReader lines = Files.newBufferedReader(file)) {
            long number = 1;
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (!line.isBlank()) {
                    taker.take(new Line(name, number, object(name, number, line)));
                }
                number++;
            }
        } catch (CharacterCodingException e) {
            throw new BrokenRecordingException(name, 0, "it is no UTF-8 text");
        }
    }

    private static JsonNode object(String name, long number, String line) throws IOException {
        try {
            JsonNode value = MAPPER.readTree(line);
            if (value.isObject()) {
                return value;
            }
        } catch (JsonProcessingException e) {
            // Said below.
        }
        throw new BrokenRecordingException(name, number, "expected a JSON object");
    }

    /** A line. */
    record Line(String file, long number, JsonNode value) {
        JsonNode array(JsonNode within, String field) throws IOException {
            JsonNode array = within.path(field);
            if (!array.isArray() || array.isEmpty()) {
                throw broken(field + ": expected an array that is not empty");
            }
            return array;
        }

        double number(JsonNode within, String field) throws IOException {
            JsonNode number = within.path(field);
            if (!number.isNumber()) {
                throw broken(field + ": expected a number");
            }
            return number.doubleValue();
        }

        int below(JsonNode index, int end) throws IOException {
            if (!index.isInt() || index.intValue() < 0 || index.intValue() >= end) {
                throw broken("expected the number of one of " + end + " candidates");
            }
            return index.intValue();
        }

        boolean flag(JsonNode within, String field) throws IOException {
            JsonNode flag = within.path(field);
            if (!flag.isBoolean()) {
                throw broken(field + ": expected true or false");
            }
            return flag.booleanValue();
        }

        String text(String field) throws IOException {
            JsonNode text = value.path(field);
            if (!text.isTextual() || text.textValue().isBlank()) {
                throw broken(field + ": expected a text");
            }
            return text.textValue();
        }

        private BrokenRecordingException broken(String message) {
            return new BrokenRecordingException(file, number, message);
        }
    }
}
