package dev.undercut.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Every input that fuzzing is to begin with, or has ever found fault with, and a few hundred
 * mutations of each. {@code mvn -Pfuzz test} looks further, guided by coverage.
 */
class FuzzCorpusTest {

    private static final int MUTATIONS = 60;
    private static final int MOST_CUTS = 200;

    @ParameterizedTest
    @EnumSource
    @Timeout(120)
    void known_inputs_cut_and_changed_keep_every_promise(FuzzTarget target) throws IOException {
        List<Path> corpus = target.corpus();
        assertThat(corpus).hasSizeGreaterThan(2);
        for (Path file : corpus) {
            byte[] input = Files.readAllBytes(file);
            check(target, input, file);
            SplittableRandom random = new SplittableRandom(input.length);
            for (int cut = 0; cut < Math.min(input.length, MOST_CUTS); cut++) {
                check(target, Arrays.copyOf(input, random.nextInt(input.length)), file);
            }
            for (int i = 0; i < MUTATIONS; i++) {
                check(target, mutated(input, corpus, random), file);
            }
        }
    }

    private static void check(FuzzTarget target, byte[] input, Path file) {
        try {
            target.run(input);
        } catch (Throwable e) {
            String bytes = Base64.getEncoder().encodeToString(input);
            throw new AssertionError("from " + file.getFileName() + ": " + bytes, e);
        }
    }

    /** Up to four changes: a byte, a run taken out or doubled, a run of another input. */
    private static byte[] mutated(byte[] input, List<Path> corpus, SplittableRandom random)
            throws IOException {
        byte[] bytes = input.clone();
        for (int changes = 1 + random.nextInt(4); changes > 0 && bytes.length > 0; changes--) {
            int at = random.nextInt(bytes.length);
            int end = Math.min(bytes.length, at + 1 + random.nextInt(16));
            switch (random.nextInt(4)) {
                case 0 -> bytes[at] = (byte) random.nextInt(256);
                case 1 -> bytes = spliced(bytes, at, new byte[0], end);
                case 2 -> bytes = spliced(bytes, end, Arrays.copyOfRange(bytes, at, end), end);
                default -> {
                    Path other = corpus.get(random.nextInt(corpus.size()));
                    byte[] from = Files.readAllBytes(other);
                    int start = random.nextInt(from.length);
                    int stop = Math.min(from.length, start + 1 + random.nextInt(32));
                    bytes = spliced(bytes, at, Arrays.copyOfRange(from, start, stop), end);
                }
            }
        }
        return bytes;
    }

    private static byte[] spliced(byte[] bytes, int from, byte[] middle, int to) {
        byte[] result = Arrays.copyOf(bytes, from + middle.length + bytes.length - to);
        System.arraycopy(middle, 0, result, from, middle.length);
        System.arraycopy(bytes, to, result, from + middle.length, bytes.length - to);
        return result;
    }
}
