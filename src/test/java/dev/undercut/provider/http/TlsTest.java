package dev.undercut.provider.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.function.Consumer;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSocketFactory;
import javax.net.ssl.TrustManagerFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(30)
class TlsTest {
    private static final String ANSWER = "HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nhi";
    private static final char[] PASSWORD = "changeit".toCharArray();

    @TempDir private Path folder;
    private final ScheduledExecutorService ticker = Executors.newScheduledThreadPool(1);

    @AfterEach
    void close() {
        ticker.shutdownNow();
    }

    @Test
    void speaks_to_who_proves_the_name_and_keeps_the_connection() throws Exception {
        SSLContext context = contextFor("localhost");
        try (ScriptedServer server = server(context);
                Http1 http = http(context.getSocketFactory())) {
            assertThat(post(http, "https://localhost:" + server.port())).isEqualTo("hi");
            assertThat(post(http, "https://localhost:" + server.port())).isEqualTo("hi");
            assertThat(server.connections()).isOne();
        }
    }

    @Test
    void refuses_who_proves_another_name() throws Exception {
        SSLContext context = contextFor("somebody.example");
        try (ScriptedServer server = server(context);
                Http1 http = http(context.getSocketFactory())) {
            assertThatThrownBy(() -> post(http, "https://localhost:" + server.port()))
                    .isInstanceOf(SSLException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    @Test
    void refuses_who_is_vouched_for_by_nobody_known() throws Exception {
        SSLContext context = contextFor("localhost");
        SSLSocketFactory usual = (SSLSocketFactory) SSLSocketFactory.getDefault();
        try (ScriptedServer server = server(context);
                Http1 http = http(usual)) {
            assertThatThrownBy(() -> post(http, "https://localhost:" + server.port()))
                    .isInstanceOf(SSLException.class);
            assertThat(server.requests()).isEmpty();
        }
    }

    /** The one place that is handed the socket: what is said in the clear uses the same. */
    @Test
    void small_requests_leave_at_once() throws Exception {
        SSLContext context = contextFor("localhost");
        List<Boolean> noDelay = new ArrayList<>();
        SSLSocketFactory watched =
                new WatchedFactory(
                        context.getSocketFactory(),
                        plain -> {
                            try {
                                noDelay.add(plain.getTcpNoDelay());
                            } catch (SocketException e) {
                                throw new UncheckedIOException(e);
                            }
                        });
        try (ScriptedServer server = server(context);
                Http1 http = http(watched)) {
            assertThat(post(http, "https://localhost:" + server.port())).isEqualTo("hi");
            assertThat(noDelay).containsExactly(true);
        }
    }

    /** Shows the sockets over which it is asked to encrypt. */
    private static final class WatchedFactory extends SSLSocketFactory {
        private final SSLSocketFactory factory;
        private final Consumer<Socket> shown;

        WatchedFactory(SSLSocketFactory factory, Consumer<Socket> shown) {
            this.factory = factory;
            this.shown = shown;
        }

        @Override
        public String[] getDefaultCipherSuites() {
            return factory.getDefaultCipherSuites();
        }

        @Override
        public String[] getSupportedCipherSuites() {
            return factory.getSupportedCipherSuites();
        }

        @Override
        public Socket createSocket(Socket plain, String host, int port, boolean close)
                throws IOException {
            shown.accept(plain);
            return factory.createSocket(plain, host, port, close);
        }

        @Override
        public Socket createSocket(String host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(String host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port) {
            throw new UnsupportedOperationException();
        }

        @Override
        public Socket createSocket(InetAddress host, int port, InetAddress local, int localPort) {
            throw new UnsupportedOperationException();
        }
    }

    private static ScriptedServer server(SSLContext context) {
        return new ScriptedServer(
                context.getServerSocketFactory(),
                (socket, number) ->
                        socket.getOutputStream().write(ANSWER.getBytes(StandardCharsets.UTF_8)));
    }

    private Http1 http(SSLSocketFactory tls) {
        Duration patience = Duration.ofSeconds(10);
        return new Http1(() -> tls, patience, patience, ticker, System::nanoTime);
    }

    private static String post(Http1 http, String address) throws IOException {
        Target target = Http1.target(URI.create(address), Map.of());
        try (Http1.Exchange exchange =
                http.post(target, new byte[] {'{', '}'}, Duration.ofSeconds(10))) {
            return new String(exchange.body().readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    /** A key made now, with a certificate for that name that the same context trusts. */
    private SSLContext contextFor(String name) throws Exception {
        Path store = folder.resolve("keys.p12");
        Process keytool =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "keytool")
                                        .toString(),
                                "-genkeypair",
                                "-keyalg",
                                "EC",
                                "-alias",
                                "test",
                                "-dname",
                                "CN=" + name,
                                "-ext",
                                "san=dns:" + name,
                                "-storepass",
                                new String(PASSWORD),
                                "-keystore",
                                store.toString())
                        .inheritIO()
                        .start();
        assertThat(keytool.waitFor()).isZero();
        KeyStore keys = KeyStore.getInstance("PKCS12");
        try (InputStream in = Files.newInputStream(store)) {
            keys.load(in, PASSWORD);
        }
        KeyManagerFactory own =
                KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        own.init(keys, PASSWORD);
        KeyStore trusted = KeyStore.getInstance("PKCS12");
        trusted.load(null, null);
        trusted.setCertificateEntry("test", keys.getCertificate("test"));
        TrustManagerFactory trust =
                TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
        trust.init(trusted);
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(own.getKeyManagers(), trust.getTrustManagers(), null);
        return context;
    }
}
