package dev.undercut.compute.verify.confined;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A way to confine a command, by a program of the system. */
sealed interface Wall {
    /** What the way is called, as people install it. */
    String name();

    /** The command within its confinement. */
    List<String> around(List<String> command, Limits limits);

    /**
     * Bubblewrap.
     *
     * @param bwrap the program
     * @param common what every way needs
     */
    record Bubblewrap(Path bwrap, Common common) implements Wall {
        /** Where programs and libraries are, from outside of {@code /usr} only by links. */
        private static final List<String> LINKED =
                List.of("/bin", "/sbin", "/lib", "/lib64", "/lib32");

        @Override
        public String name() {
            return "bubblewrap";
        }

        @Override
        public List<String> around(List<String> command, Limits limits) {
            List<String> all = common.before(limits);
            all.add(bwrap.toString());
            all.addAll(
                    List.of(
                            "--unshare-all",
                            "--unshare-user",
                            "--disable-userns",
                            "--new-session",
                            "--die-with-parent",
                            "--cap-drop",
                            "ALL",
                            "--hostname",
                            "confined",
                            "--ro-bind",
                            "/usr",
                            "/usr"));
            LINKED.forEach(place -> linked(Path.of(place), all));
            all.addAll(List.of("--proc", "/proc", "--dir", "/dev"));
            for (String device : List.of("/dev/null", "/dev/zero", "/dev/urandom")) {
                all.addAll(List.of("--dev-bind", device, device));
            }
            all.addAll(
                    List.of(
                            "--size",
                            Long.toString(2 * limits.file()),
                            "--tmpfs",
                            "/tmp",
                            "--chdir",
                            "/tmp",
                            "--remount-ro",
                            "/",
                            "--"));
            all.addAll(common.within(limits));
            all.addAll(command);
            return all;
        }

        private static void linked(Path place, List<String> all) {
            if (Files.isSymbolicLink(place)) {
                Path to = Common.target(place);
                all.addAll(List.of("--symlink", to.toString(), place.toString()));
            } else if (Files.isDirectory(place)) {
                all.addAll(List.of("--ro-bind", place.toString(), place.toString()));
            }
        }
    }

    /**
     * Namespaces of the kernel, by util-linux and a shell.
     *
     * @param unshare the program
     * @param script builds the place, as the first argument of {@code sh -c}
     */
    record Namespaces(Path unshare, Path shell, String script, Common common) implements Wall {
        @Override
        public String name() {
            return "unshare";
        }

        @Override
        public List<String> around(List<String> command, Limits limits) {
            List<String> all = common.before(limits);
            all.addAll(
                    List.of(
                            unshare.toString(),
                            "--user",
                            "--map-root-user",
                            "--net",
                            "--pid",
                            "--mount",
                            "--ipc",
                            "--uts",
                            "--cgroup",
                            "--fork",
                            "--kill-child=SIGKILL",
                            "--",
                            shell.toString(),
                            "-c",
                            script,
                            "confine",
                            Long.toString(2 * limits.file())));
            all.addAll(common.within(limits));
            all.addAll(command);
            return all;
        }
    }

    /**
     * What every way needs.
     *
     * @param timeout ends all of it even when this process is killed
     * @param nice lets everything else go first
     * @param prlimit sets limits
     * @param setpriv gives up rights
     * @param superuser whether this process has uid 0: for it the kernel counts no processes, so
     *     that it must become somebody else first
     */
    record Common(Path timeout, Path nice, Path prlimit, Path setpriv, boolean superuser) {
        /** The user and group that nobody has. */
        private static final String NOBODY = "65534";

        /** A third of a share: with less, a busy machine would not even let them die. */
        private static final String NICENESS = "5";

        private static final int FILES = 64;
        private static final int GRACE_SECONDS = 5;

        List<String> before(Limits limits) {
            List<String> all = new ArrayList<>();
            String seconds = Long.toString(limits.seconds() + GRACE_SECONDS);
            all.addAll(List.of(timeout.toString(), "--signal=KILL", seconds));
            all.addAll(List.of(nice.toString(), "-n", NICENESS));
            all.add(setpriv.toString());
            all.add("--no-new-privs");
            if (superuser) {
                all.addAll(List.of("--reuid=" + NOBODY, "--regid=" + NOBODY, "--clear-groups"));
            }
            all.add("--");
            return all;
        }

        /** Counted by the kernel for the user within, once it is confined. */
        List<String> within(Limits limits) {
            return List.of(
                    prlimit.toString(),
                    "--nproc=" + limits.processes(),
                    "--as=" + limits.memory(),
                    "--cpu=" + limits.seconds(),
                    "--fsize=" + limits.file(),
                    "--nofile=" + FILES,
                    "--memlock=0",
                    "--msgqueue=0",
                    "--core=0",
                    "--");
        }

        static Path target(Path link) {
            try {
                return Files.readSymbolicLink(link);
            } catch (java.io.IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        }

        /** All of it, where the system has it. */
        static Optional<Common> found(Programs programs, boolean superuser) {
            Optional<Path> timeout = programs.find("timeout");
            Optional<Path> nice = programs.find("nice");
            Optional<Path> prlimit = programs.find("prlimit");
            Optional<Path> setpriv = programs.find("setpriv");
            if (timeout.isEmpty() || nice.isEmpty() || prlimit.isEmpty() || setpriv.isEmpty()) {
                return Optional.empty();
            }
            return Optional.of(
                    new Common(timeout.get(), nice.get(), prlimit.get(), setpriv.get(), superuser));
        }
    }
}
