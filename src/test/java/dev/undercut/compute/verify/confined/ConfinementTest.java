package dev.undercut.compute.verify.confined;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.undercut.compute.verify.confined.Confinement.Found;
import dev.undercut.compute.verify.confined.Confinement.Found.Available;
import dev.undercut.compute.verify.confined.Confinement.Found.Unavailable;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Programs that do their worst. Where no confinement is to be had, that it is refused. */
@Timeout(120)
class ConfinementTest {
    private static final long MIB = 1024 * 1024;
    private static final Limits TIGHT =
            new Limits(
                    Duration.ofSeconds(12),
                    Duration.ofSeconds(3),
                    256 * MIB,
                    16,
                    4 * MIB,
                    64 * 1024);

    private static Found found;

    @TempDir private Path home;

    @BeforeAll
    static void look() {
        found = confinement(TIGHT).python();
    }

    private static Confinement confinement(Limits limits) {
        return new Confinement(limits, 2, System::nanoTime, ConfinementTest::word);
    }

    private static String word() {
        byte[] word = new byte[16];
        RandomGenerator.getDefault().nextBytes(word);
        return HexFormat.of().formatHex(word);
    }

    private static ProgramTests tests() {
        assumeTrue(found instanceof Available, () -> "not confined here: " + found);
        return ((Available) found).tests();
    }

    @Test
    void without_what_confines_nothing_is_run_and_it_is_said_what_to_install() {
        Found nothing = with(List.of(home)).python();
        assertThat(nothing)
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        none ->
                                assertThat(none.message())
                                        .contains(
                                                "install", "bubblewrap", "util-linux", "python3"));
    }

    @Test
    void a_wall_that_does_not_hold_is_found_out_and_not_used() throws IOException {
        // All that confines is there by name, and does nothing but run what it is given.
        script("timeout", "shift 2; exec \"$@\"");
        script("nice", "shift 2; exec \"$@\"");
        String skipping = "while [ \"$1\" != -- ]; do shift; done; shift; exec \"$@\"";
        for (String name : List.of("prlimit", "setpriv", "bwrap", "unshare")) {
            script(name, skipping);
        }
        assumeTrue(Files.isExecutable(Path.of("/usr/bin/python3")), "no python3");
        Files.createSymbolicLink(home.resolve("python3"), Path.of("/usr/bin/python3"));
        Files.createSymbolicLink(home.resolve("sh"), Path.of("/bin/sh"));
        assertThat(with(List.of(home)).python())
                .isInstanceOfSatisfying(
                        Unavailable.class,
                        none -> assertThat(none.message()).contains("bubblewrap: test 1"));
    }

    private void script(String name, String text) throws IOException {
        Path file = home.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + text + "\n");
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static Confinement with(List<Path> folders) {
        Limits brief =
                new Limits(Duration.ofSeconds(5), Duration.ofSeconds(1), 256 * MIB, 16, MIB, 4096);
        return new Confinement(
                new Programs(folders), brief, 1, System::nanoTime, ConfinementTest::word);
    }

    @Test
    void tests_pass_and_fail_each_on_its_own() throws Exception {
        ProgramTests.Report report =
                tests().run(
                                "def f(x):\n    return x * 2 if x < 3 else 0",
                                List.of(
                                        "assert f(1) == 2",
                                        "assert f(3) == 6, f(3)",
                                        "assert f(0) == 0"));
        assertThat(report.behaviour()).isEqualTo("101");
        assertThat(report.feedback()).isEqualTo("test 2: AssertionError: 0");
    }

    @Test
    void one_test_leaves_nothing_to_the_next() throws Exception {
        ProgramTests.Report report =
                tests().run(
                                "import os\nseen = []",
                                List.of(
                                        "seen.append(1)\nopen('left', 'w').close()",
                                        "assert not seen"));
        assertThat(report.behaviour()).isEqualTo("11");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "import os\nwhile True: os.fork()",
                "import os\nwhile True:\n  try: os.fork()\n  except OSError: pass",
                "import threading\nwhile True: threading.Thread(target=lambda: [0 for _ in iter(int, 1)]).start()",
                "while True: print('x' * 100000, flush=True)",
                "import os\nwhile True: os.write(2, b'x' * 100000)",
                "x = []\nwhile True: x.append(bytearray(1 << 20))",
                "import os\nos.fork(); os.fork(); os.fork()\nx = []\nwhile True: x.append(bytearray(1 << 20))",
                "import time\ntime.sleep(1000)",
                "import signal, time\nfor s in range(1, 65):\n  try: signal.signal(s, signal.SIG_IGN)\n  except (OSError, ValueError): pass\nwhile True: time.sleep(1)",
                "import os, time\nif os.fork() == 0:\n  os.setsid()\n  time.sleep(1000)\nos._exit(0)",
                "import os, signal\nos.kill(os.getppid(), signal.SIGKILL)\nos.kill(-1, signal.SIGKILL)",
                "import os\nos._exit(0)",
                "import sys\nsys.exit(0)",
                "raise BaseException",
                "import ctypes\nctypes.string_at(0)",
                "exec('(' * 100000)",
                "def f(): f()\nimport sys\nsys.setrecursionlimit(10**9)\nf()",
                "import os\nfor i in range(3, 64):\n  try: os.write(i, b'x' * 10)\n  except OSError: pass\nos._exit(0)",
                "f = open('x', 'wb')\nwhile True: f.write(b'x' * 100000)",
                "import os\ni = 0\nwhile True:\n  i += 1\n  open('%d' % i, 'wb').write(b'x' * 1000000)",
                "import os\nos.kill(1, 9)\nos._exit(0)",
                "not python at all (",
                "\ud800",
            })
    void nothing_that_a_program_does_passes_its_tests_or_outlives_its_time(String program)
            throws Exception {
        long before = System.nanoTime();
        ProgramTests.Report report = tests().run(program, List.of("pass", "pass"));
        assertThat(report.behaviour()).as(report.feedback()).isEqualTo("00");
        assertThat(report.feedback()).isNotBlank().hasSizeLessThan(1000);
        assertThat(Duration.ofNanos(System.nanoTime() - before)).isLessThan(Duration.ofSeconds(40));
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void it_sees_no_file_of_this_machine_but_its_programs() throws Exception {
        String project = Path.of("pom.xml").toAbsolutePath().toString();
        ProgramTests.Report report =
                tests().run(
                                "import os",
                                List.of(
                                        "assert os.path.exists('" + project + "')",
                                        "open('/etc/passwd').read()",
                                        "open('/proc/1/environ').read()",
                                        "open('/proc/1/root/etc/passwd').read()",
                                        "assert os.listdir('/home')",
                                        "os.chroot('/usr')",
                                        "assert set(os.listdir('/')) <= {'usr', 'bin', 'sbin', 'lib',"
                                                + " 'lib64', 'lib32', 'proc', 'dev', 'tmp', 'etc'}"));
        assertThat(report.behaviour()).isEqualTo("0000001");
    }

    @Test
    void it_writes_nowhere_but_in_its_own_folder() throws Exception {
        ProgramTests.Report report =
                tests().run(
                                "import os",
                                List.of(
                                        "open('/usr/bin/x', 'w')",
                                        "open('/x', 'w')",
                                        "open('/usr/lib/python3/x', 'w')",
                                        "open('/dev/x', 'w')",
                                        "open('/proc/sys/kernel/core_pattern', 'w')",
                                        "os.mkdir('/usr/x')",
                                        "os.symlink('/usr', '/lib/x')",
                                        "open('mine', 'w').write('mine')"));
        assertThat(report.behaviour()).isEqualTo("00000001");
    }

    @Test
    void it_reaches_no_network_and_not_this_machine() throws Exception {
        try (var server =
                new java.net.ServerSocket(0, 5, java.net.InetAddress.getLoopbackAddress())) {
            ProgramTests.Report report =
                    tests().run(
                                    "import socket",
                                    List.of(
                                            "socket.create_connection(('127.0.0.1', "
                                                    + server.getLocalPort()
                                                    + "), 1)",
                                            "socket.create_connection(('192.0.2.1', 80), 1)",
                                            "socket.getaddrinfo('example.org', 80)"));
            assertThat(report.behaviour()).isEqualTo("000");
        }
    }

    @Test
    void it_gains_no_rights() throws Exception {
        ProgramTests.Report report =
                tests().run(
                                "import os, subprocess",
                                List.of(
                                        "os.setuid(0)",
                                        "subprocess.run(['unshare', '-U', 'true'], check=True)",
                                        "subprocess.run(['mount', '-t', 'tmpfs', 'x', '/usr'], check=True)",
                                        "subprocess.run(['su', '-c', 'true'], check=True)",
                                        "os.nice(-20)",
                                        "os.mknod('m', 0o600 | 0o020000, os.makedev(1, 1))",
                                        "open('/proc/1/mem', 'wb')"));
        assertThat(report.behaviour()).isEqualTo("0000000");
    }

    @Test
    void processes_are_counted_though_this_one_may_be_the_superusers() throws Exception {
        String fork =
                """
                import os
                n = 0
                try:
                    while n < 200:
                        if os.fork() == 0:
                            os.read(os.pipe()[0], 1)
                        n += 1
                except OSError:
                    pass
                assert n < 16, n
                """;
        assertThat(tests().run("", List.of(fork)).behaviour()).isEqualTo("1");
    }

    @Test
    void an_interruption_ends_all_of_it_at_once() throws Exception {
        ProgramTests tests = tests();
        CountDownLatch ended = new CountDownLatch(1);
        AtomicReference<Throwable> thrown = new AtomicReference<>();
        Thread waiting =
                Thread.ofVirtual()
                        .start(() -> {
                            try {
                                tests.run("while True: pass", List.of("pass"));
                            } catch (InterruptedException e) {
                                thrown.set(e);
                            } finally {
                                ended.countDown();
                            }
                        });
        while (ProcessHandle.current().descendants().noneMatch(ProcessHandle::isAlive)) {
            Thread.onSpinWait();
        }
        waiting.interrupt();
        assertThat(ended.await(5, TimeUnit.SECONDS)).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedException.class);
        assertThat(ProcessHandle.current().descendants().filter(ProcessHandle::isAlive)).isEmpty();
    }

    @Test
    void texts_of_any_language_arrive_whole() throws Exception {
        assertThat(
                        tests().run(
                                        "s = 'é漢🦆'",
                                        List.of("assert len(s) == 3 and ord(s[2]) == 129414"))
                                .behaviour())
                .isEqualTo("1");
    }
}
