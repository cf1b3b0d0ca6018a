package dev.undercut.netguard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.net.InetAddress;
import java.net.URI;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ReachTest {
    private final Reach strict = new Reach(false, Resolver.OF_THE_MACHINE);

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ftp://192.0.2.1/x",
                "file:///etc/passwd",
                "http://192.0.2.1/feed",
                "https://10.0.0.7/feed",
                "https://192.168.1.1/",
                "https://169.254.169.254/latest",
                "https://[fd00::1]/",
                "https://[::ffff:10.0.0.7]/",
                "https://100.64.0.1/",
                "https://0.0.0.0/",
                "https://user:secret@192.0.2.1/",
                "https:///nohost",
                "http://127.example.com/feed"
            })
    void what_is_not_public_https_is_refused(String address) {
        assertThatThrownBy(() -> strict.addresses(URI.create(address), true))
                .isInstanceOf(IOException.class)
                .hasMessageNotContaining("secret");
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://127.0.0.1:4747/x", "https://localhost/", "http://[::1]:80/"})
    void this_machine_may_be_named_but_not_redirected_to(String address) {
        assertThatCode(() -> strict.addresses(URI.create(address), true))
                .doesNotThrowAnyException();
        assertThatThrownBy(() -> strict.addresses(URI.create(address), false))
                .isInstanceOf(IOException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"https://192.0.2.1/feed", "https://203.0.113.9:8443/a?b=c"})
    void public_https_is_reached(String address) {
        assertThatCode(() -> strict.addresses(URI.create(address), false))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @ValueSource(strings = {"http://10.0.0.7/feed", "https://192.168.1.1/"})
    void internal_addresses_are_reached_where_the_user_says_so(String address) {
        assertThatCode(() ->
                        new Reach(true, Resolver.OF_THE_MACHINE)
                                .addresses(URI.create(address), false))
                .doesNotThrowAnyException();
    }

    @ParameterizedTest
    @CsvSource({"8.8.8.8, false", "172.16.0.1, true", "224.0.0.1, true", "2606:4700::1, false"})
    void addresses_are_told_apart(String address, boolean internal) throws IOException {
        assertThat(Reach.isInternal(InetAddress.getByName(address))).isEqualTo(internal);
    }
}
