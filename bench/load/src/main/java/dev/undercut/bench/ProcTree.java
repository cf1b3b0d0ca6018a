package dev.undercut.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** CPU and memory of a process and its descendants, from /proc. Linux only. */
record ProcTree(long pid) {
    private static final double TICKS_PER_SECOND = 100;
    private static final double KIB_PER_MIB = 1024;

    /** Field numbers of /proc/PID/stat, counted after the parenthesised name. */
    private static final int USER_TIME = 11;

    private static final int CHILD_USER_TIME = 13;

    private static final int CHILD_SYSTEM_TIME = 14;

    /** User and system seconds since start, of ended children too, in steps of 10 ms. */
    double cpuSeconds() {
        return pids().mapToDouble(p ->
                        seconds(Path.of("/proc/" + p + "/stat"), USER_TIME, CHILD_SYSTEM_TIME))
                .sum();
    }

    /** User and system seconds of children that have ended, and of theirs, in steps of 10 ms. */
    double endedSeconds() {
        return seconds(Path.of("/proc/" + pid + "/stat"), CHILD_USER_TIME, CHILD_SYSTEM_TIME);
    }

    /** Resident memory in MiB; pages that processes share count in each of them. */
    double rssMib() {
        return pids().mapToDouble(ProcTree::rss).sum();
    }

    /**
     * CPU seconds of the threads that live now, summed by what they do: {@code jit}, {@code gc}
     * (with the VM thread, which does the work of the serial collector) and {@code app}.
     */
    Map<String, Double> threadSeconds() {
        Map<String, Double> byKind = new TreeMap<>(Map.of("app", 0.0, "jit", 0.0, "gc", 0.0));
        for (long process : pids().toList()) {
            try (Stream<Path> tasks = Files.list(Path.of("/proc/" + process + "/task"))) {
                tasks.forEach(task -> addThread(byKind, task));
            } catch (IOException e) {
                // The process ended meanwhile; what it used shows in its parent.
            }
        }
        return byKind;
    }

    private static void addThread(Map<String, Double> byKind, Path task) {
        // Of a thread only its own time counts: the times of children belong to the process.
        double seconds = seconds(task.resolve("stat"), USER_TIME, USER_TIME + 1);
        byKind.merge(kind(firstLine(task.resolve("comm"))), seconds, Double::sum);
    }

    private static String kind(String comm) {
        if (comm.startsWith("C1 Comp") || comm.startsWith("C2 Comp")) {
            return "jit";
        }
        boolean gc =
                comm.startsWith("GC Thread")
                        || comm.startsWith("G1 ")
                        || comm.startsWith("VM Thread");
        return gc ? "gc" : "app";
    }

    private Stream<Long> pids() {
        Stream<Long> below =
                ProcessHandle.of(pid).stream()
                        .flatMap(ProcessHandle::descendants)
                        .map(ProcessHandle::pid);
        return Stream.concat(Stream.of(pid), below);
    }

    private static double seconds(Path stat, int firstField, int lastField) {
        String line = firstLine(stat);
        if (line.isEmpty()) {
            return 0;
        }
        String[] fields = line.substring(line.lastIndexOf(')') + 2).split(" ");
        long ticks = 0;
        for (int i = firstField; i <= lastField; i++) {
            ticks += Long.parseLong(fields[i]);
        }
        return ticks / TICKS_PER_SECOND;
    }

    private static double rss(long process) {
        for (String line : lines(Path.of("/proc/" + process + "/status"))) {
            if (line.startsWith("VmRSS:")) {
                return Long.parseLong(line.replaceAll("\\D", "")) / KIB_PER_MIB;
            }
        }
        return 0;
    }

    private static String firstLine(Path file) {
        List<String> lines = lines(file);
        return lines.isEmpty() ? "" : lines.getFirst();
    }

    private static List<String> lines(Path file) {
        try {
            return Files.readAllLines(file);
        } catch (IOException e) {
            return List.of();
        }
    }
}
