package dev.undercut.rules;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.MalformedInputException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/** Rules that read any text of the project: sources, scripts and documents. */
public final class TextRules {

    // Spelt in halves so that this file does not break its own rule.
    private static final Pattern NOTE =
            Pattern.compile("\\b(TO" + "DO|FIX" + "ME|XX" + "X)\\b(?!\\(#\\d+\\))");
    private static final Pattern PLACE =
            Pattern.compile("(?<![\\w.:/~$}*-])/(home|root|Users|work|mnt|tmp)/[\\w.-]+");
    private static final Pattern STOP =
            Pattern.compile("(?m)^\\d+\\. `([a-z.]+)\\.([A-Z]\\w*)(\\.\\w+)?`( \\(later\\))?");

    private TextRules() {}

    /** The texts below these files and folders, by path; binary files are left out. */
    public static Map<String, String> read(Collection<Path> roots) {
        Map<String, String> texts = new LinkedHashMap<>();
        for (Path root : roots) {
            if (!Files.exists(root)) {
                continue;
            }
            try (Stream<Path> files = Files.walk(root)) {
                for (Path file : files.filter(TextRules::isOurs).sorted().toList()) {
                    texts.put(file.toString(), readOne(file));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
        return texts;
    }

    /** Packages that npm unpacks beside the examples are other people's. */
    private static boolean isOurs(Path file) {
        return Files.isRegularFile(file) && !file.toString().contains("node_modules");
    }

    private static String readUnchecked(Path file) {
        return read(List.of(file)).getOrDefault(file.toString(), "");
    }

    private static String readOne(Path file) throws IOException {
        try {
            return Files.readString(file);
        } catch (MalformedInputException binary) {
            return "";
        }
    }

    /** Notes to self that no issue number stands behind. */
    public static List<String> loosePromises(Map<String, String> texts) {
        return lines(texts, NOTE, "without an issue number");
    }

    /** Folders that exist on somebody's machine only. */
    public static List<String> machinePlaces(Map<String, String> texts) {
        return lines(texts, PLACE, "is a place on one machine");
    }

    /** Stops named in numbered lists of the document that do not exist, or are too long. */
    public static List<String> stops(String document, Path sources, int mostLines) {
        List<String> found = new ArrayList<>();
        Matcher stop = STOP.matcher(document);
        while (stop.find()) {
            String type = stop.group(1) + "." + stop.group(2);
            Path file = sources.resolve(type.replace('.', '/') + ".java");
            String method = stop.group(3) == null ? "" : stop.group(3).substring(1);
            boolean later = stop.group(4) != null;
            String text = Files.exists(file) ? readUnchecked(file) : "";
            if (text.isEmpty() != later) {
                found.add("stop " + type + (later ? " exists: no longer later" : " is missing"));
            } else if (text.lines().count() > mostLines) {
                found.add("stop " + type + " is " + text.lines().count() + " lines long");
            } else if (!later && !text.contains(method)) {
                found.add("stop " + type + " has no " + method);
            }
        }
        return found;
    }

    private static List<String> lines(Map<String, String> texts, Pattern banned, String why) {
        List<String> found = new ArrayList<>();
        texts.forEach((name, text) -> {
            int number = 0;
            for (String line : text.split("\n", -1)) {
                number++;
                Matcher matcher = banned.matcher(line);
                if (matcher.find()) {
                    found.add(name + ":" + number + " " + matcher.group() + " " + why);
                }
            }
        });
        return found;
    }
}
