package dev.undercut.compute.verify.confined;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.function.Supplier;

/** Tests of Python programs. So many run at a time; the others wait for their turn. */
final class PythonTests implements ProgramTests {
    private static final JsonMapper MAPPER =
            JsonMapper.builder().enable(JsonWriteFeature.ESCAPE_NON_ASCII).build();
    private static final double MILLIS = 1000.0;
    private static final int SHOWN = 200;

    private final ConfinedRun run;
    private final List<String> command;
    private final Limits limits;
    private final Semaphore places;
    private final Supplier<String> words;

    /**
     * Makes it.
     *
     * @param harness the program that runs the tests
     * @param words gives a word that nobody can guess, hexadecimal, for each run
     */
    PythonTests(
            ConfinedRun run,
            Path python,
            String harness,
            Limits limits,
            Semaphore places,
            Supplier<String> words) {
        this.run = run;
        this.command = List.of(python.toString(), "-I", "-B", "-c", harness);
        this.limits = limits;
        this.places = places;
        this.words = words;
    }

    @Override
    public Report run(String program, List<String> tests) throws InterruptedException {
        String word = words.get();
        places.acquire();
        try {
            return read(run.of(command, job(word, program, tests)), word, tests.size());
        } catch (IOException e) {
            return new Report("0".repeat(tests.size()), "it could not be started");
        } finally {
            places.release();
        }
    }

    private byte[] job(String word, String program, List<String> tests) {
        ObjectNode job = MAPPER.createObjectNode();
        job.put("word", word);
        job.put("program", program);
        tests.forEach(job.putArray("tests")::add);
        job.put("each", limits.each().toMillis() / MILLIS);
        job.put("whole", limits.whole().toMillis() / MILLIS);
        try {
            return MAPPER.writeValueAsBytes(job);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree can be written", e);
        }
    }

    /** What the wall said, when it could not be built. */
    private static String shown(String output) {
        String line = output.lines().findFirst().orElse("");
        return line.substring(0, Math.min(line.length(), SHOWN));
    }

    private Report read(ConfinedRun.Ended ended, String word, int tests) {
        char[] behaviour = "0".repeat(tests).toCharArray();
        String[] said = new String[tests];
        for (String line : ended.output().split("\n", -1)) {
            String[] parts = line.split(" ", -1);
            if (parts.length == 4 && parts[0].equals(word) && parts[1].matches("[0-9]{1,4}")) {
                int number = Integer.parseInt(parts[1]);
                if (number < tests) {
                    behaviour[number] = parts[2].equals("1") ? '1' : '0';
                    said[number] = parts[3];
                }
            }
        }
        String shown = new String(behaviour);
        int failed = shown.indexOf('0');
        return new Report(shown, failed < 0 ? "" : feedback(said[failed], ended, failed));
    }

    private String feedback(
            @org.jspecify.annotations.Nullable String hex, ConfinedRun.Ended ended, int number) {
        String which = "test " + (number + 1) + ": ";
        if (hex != null) {
            try {
                byte[] text = HexFormat.of().parseHex(hex);
                return which + new String(text, StandardCharsets.UTF_8);
            } catch (IllegalArgumentException e) {
                return which + "failed";
            }
        }
        return which
                + switch (ended.end()) {
                    case LATE -> "all tests took longer than " + limits.seconds() + " s";
                    case FLOODED -> "it wrote more than " + limits.output() + " bytes";
                    case HOGGED -> "it took more than " + limits.memory() + " bytes of memory";
                    case EXITED -> "it ended before this test: " + shown(ended.output());
                };
    }
}
