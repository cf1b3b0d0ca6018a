package dev.undercut.app.config;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HostPortTest {

    @ParameterizedTest
    @CsvSource({
        "127.0.0.1:4747, 127.0.0.1, 4747, true",
        "127.8.9.1:1, 127.8.9.1, 1, true",
        "[::1]:4747, ::1, 4747, true",
        "[::ffff:127.0.0.1]:1, ::ffff:127.0.0.1, 1, true",
        "LocalHost:0, LocalHost, 0, true",
        "0.0.0.0:80, 0.0.0.0, 80, false",
        "[::]:80, ::, 80, false",
        "localhost.example.com:65535, localhost.example.com, 65535, false",
        "127.example.com:1, 127.example.com, 1, false",
    })
    void reads_what_it_writes_and_knows_loopback(
            String text, String host, int port, boolean loopback) {
        HostPort read = HostPort.parse(text);

        assertThat(read).isEqualTo(new HostPort(host, port)).hasToString(text);
        assertThat(read.isLoopback()).isEqualTo(loopback);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "a",
                ":80",
                "a:",
                "a:x",
                "a:-1",
                "a:65536",
                "::1:80",
                "[::1]",
                "[a]:1",
                "[::1:80",
                "a b:1",
                "a/b:1",
                "a@b:1",
                "[:::]:1",
                "*:80",
                "a:000080"
            })
    void refuses_everything_else(String text) {
        assertThatIllegalArgumentException().isThrownBy(() -> HostPort.parse(text));
    }
}
