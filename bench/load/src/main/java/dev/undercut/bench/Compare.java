package dev.undercut.bench;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The whole comparison in one run, started by bench/run.sh.
 *
 * <p>Flags: {@code --root DIR} {@code --quick} {@code --only nginx,portkey,undercut} {@code
 * --markdown FILE} {@code --json FILE}.
 */
public final class Compare {
    private interface Setup {
        Subject subject() throws IOException, InterruptedException;
    }

    private final Measures measures = new Measures();
    private final List<Subject> subjects = new ArrayList<>();
    private final Rounds.Plan plan;
    private final Rounds rounds;
    private final List<String> only;
    private double others;

    private Compare(boolean quick, String only) {
        plan = quick ? Rounds.Plan.QUICK : Rounds.Plan.FULL;
        rounds = new Rounds(plan, measures);
        this.only = List.of(only.toLowerCase(Locale.ROOT).split(","));
    }

    /** Runs it and writes the table and the JSON. */
    public static void main(String[] args) throws Exception {
        Flags flags = Flags.of(args);
        Path root = Path.of(flags.text("root", ".")).toRealPath();
        Compare compare =
                new Compare(flags.on("quick"), flags.text("only", "nginx,undercut,portkey"));
        Path temp = Files.createTempDirectory("undercut-bench");
        Runtime.getRuntime().addShutdownHook(new Thread(Compare::stopAll));
        Process mock = startMock();
        try {
            compare.run(new Subjects(root, temp, port(mock)));
        } finally {
            for (Subject subject : compare.subjects) {
                subject.stop();
            }
            mock.destroy();
        }
        if (compare.measures.notes().isEmpty()) {
            deleteAll(temp);
        } else {
            say("the servers' logs are in " + temp);
        }
        String markdown = compare.report(flags.on("quick"));
        Files.writeString(Path.of(flags.text("json", "results.json")), compare.json());
        Files.writeString(Path.of(flags.text("markdown", "RESULTS.md")), markdown);
        System.out.println(markdown);
    }

    /** Leaves no server behind when the run is interrupted. */
    static void stopAll() {
        ProcessHandle.current().descendants().forEach(ProcessHandle::destroy);
    }

    static Process startMock() throws IOException {
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:+UseSerialGC",
                        "-Xmx512m",
                        "-cp",
                        System.getProperty("java.class.path"),
                        MockUpstream.class.getName())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
    }

    static int port(Process mock) throws IOException {
        try (var reader = mock.inputReader(StandardCharsets.US_ASCII)) {
            return Integer.parseInt(reader.readLine());
        }
    }

    private void run(Subjects setups) throws IOException, InterruptedException {
        subjects.add(setups.direct());
        add("nginx", setups::nginx);
        add("undercut", setups::undercut);
        add("portkey", setups::portkey);
        for (Subject subject : subjects) {
            say("warming up: " + subject.name());
            rounds.warmUp(subject);
        }
        Machine machine = new Machine();
        for (int i = 1; i <= plan.rounds(); i++) {
            say("round " + i + " of " + plan.rounds());
            rounds.run(subjects);
        }
        others = machine.shareOfOthers();
        for (Subject subject : subjects) {
            rounds.rest(subject);
        }
    }

    private void add(String name, Setup setup) throws InterruptedException {
        if (!only.contains(name)) {
            return;
        }
        say("starting: " + name);
        try {
            Subject subject = setup.subject();
            subjects.add(subject);
            rounds.start(subject);
        } catch (IOException e) {
            subjects.removeIf(subject -> subject.name().equalsIgnoreCase(name));
            measures.note("Not measured: " + name + ".");
            say("not measured: " + name + ": " + e.getMessage());
        }
    }

    private String report(boolean quick) {
        String setting =
                String.format(
                        Locale.ROOT,
                        "%s, %d cores (%s), Java %s; load, servers and mock on the same cores; "
                                + "medians of %d round%s%s. Other programs used %.0f %% of "
                                + "the machine meanwhile.",
                        LocalDate.now(Clock.systemUTC()),
                        Machine.cores(),
                        Machine.processor(),
                        Runtime.version(),
                        plan.rounds(),
                        plan.rounds() == 1 ? "" : "s",
                        quick ? " (`--quick`: indicative only)" : "",
                        others * 100);
        return new Report(measures, subjects.stream().map(Subject::name).toList(), setting)
                .markdown();
    }

    private String json() {
        Map<String, Object> json = measures.json();
        json.put("date", LocalDate.now(Clock.systemUTC()));
        json.put("cores", Machine.cores());
        json.put("processor", Machine.processor());
        json.put("share_of_others", others);
        return Json.write(json) + "\n";
    }

    static void deleteAll(Path folder) throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static void say(String text) {
        System.err.println(text);
    }
}
