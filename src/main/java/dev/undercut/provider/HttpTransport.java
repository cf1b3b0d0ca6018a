package dev.undercut.provider;

import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.ConnectionConfig;
import org.apache.hc.client5.http.impl.classic.CloseableHttpClient;
import org.apache.hc.client5.http.impl.classic.HttpClients;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManager;
import org.apache.hc.client5.http.impl.io.PoolingHttpClientConnectionManagerBuilder;
import org.apache.hc.core5.http.ClassicHttpRequest;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.HttpException;
import org.apache.hc.core5.http.impl.io.HttpRequestExecutor;
import org.apache.hc.core5.http.io.HttpClientConnection;
import org.apache.hc.core5.http.io.HttpResponseInformationCallback;
import org.apache.hc.core5.http.io.SocketConfig;
import org.apache.hc.core5.http.protocol.HttpContext;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.pool.PoolConcurrencyPolicy;
import org.apache.hc.core5.pool.PoolReusePolicy;
import org.apache.hc.core5.util.TimeValue;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/**
 * The pool of connections to providers. Everything that would act on its own is off: retries,
 * redirects, cookies, decompression, authentication, upgrades. A POST is sent once.
 */
public final class HttpTransport implements AutoCloseable {
    private static final int CONNECTIONS = 4096;

    /**
     * Connections idle for longer are closed: below the patience of every provider known, since one
     * that the provider closes first costs a request that may have been sent.
     */
    private static final Duration IDLE_CONNECTION = Duration.ofSeconds(20);

    private final PoolingHttpClientConnectionManager pool;
    private final CloseableHttpClient client;
    private final ScheduledFuture<?> tidying;

    /**
     * A pool with those limits.
     *
     * @param connect the longest wait for a connection to be made
     * @param idle the longest silence within an answer
     * @param ticker closes what has been idle for too long
     */
    public HttpTransport(Duration connect, Duration idle, ScheduledExecutorService ticker) {
        this.pool =
                PoolingHttpClientConnectionManagerBuilder.create()
                        .setMaxConnPerRoute(CONNECTIONS)
                        .setMaxConnTotal(CONNECTIONS)
                        .setPoolConcurrencyPolicy(PoolConcurrencyPolicy.LAX)
                        .setConnPoolPolicy(PoolReusePolicy.LIFO)
                        .setDefaultSocketConfig(
                                SocketConfig.custom()
                                        .setTcpNoDelay(true)
                                        .setSoTimeout(Timeout.of(idle))
                                        .build())
                        .setDefaultConnectionConfig(
                                ConnectionConfig.custom()
                                        .setConnectTimeout(Timeout.of(connect))
                                        .setSocketTimeout(Timeout.of(idle))
                                        .setIdleTimeout(Timeout.of(IDLE_CONNECTION))
                                        .setTimeToLive(TimeValue.ofMinutes(10))
                                        .build())
                        .build();
        this.client =
                HttpClients.custom()
                        .setConnectionManager(pool)
                        .setRequestExecutor(new TwoPatiences(Timeout.of(idle)))
                        .disableAutomaticRetries()
                        .disableRedirectHandling()
                        .disableCookieManagement()
                        .disableAuthCaching()
                        .disableContentCompression()
                        .disableDefaultUserAgent()
                        .build();
        this.tidying =
                ticker.scheduleWithFixedDelay(
                        () -> pool.closeIdle(TimeValue.of(IDLE_CONNECTION)),
                        5,
                        5,
                        TimeUnit.SECONDS);
    }

    ClassicHttpResponse open(HttpUriRequestBase request) throws IOException {
        return client.executeOpen(null, request, null);
    }

    @Override
    public void close() {
        tidying.cancel(false);
        client.close(CloseMode.IMMEDIATE);
    }

    /**
     * The library gives the whole answer the patience for its head; a silence within the answer has
     * a limit of its own.
     */
    private static final class TwoPatiences extends HttpRequestExecutor {
        private final Timeout idle;

        TwoPatiences(Timeout idle) {
            this.idle = idle;
        }

        @Override
        public ClassicHttpResponse execute(
                ClassicHttpRequest request,
                HttpClientConnection connection,
                @Nullable HttpResponseInformationCallback informed,
                HttpContext context)
                throws IOException, HttpException {
            ClassicHttpResponse head = super.execute(request, connection, informed, context);
            connection.setSocketTimeout(idle);
            return head;
        }
    }
}
