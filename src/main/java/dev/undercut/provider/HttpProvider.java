package dev.undercut.provider;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import org.apache.hc.client5.http.classic.methods.HttpUriRequestBase;
import org.apache.hc.client5.http.config.RequestConfig;
import org.apache.hc.core5.http.ClassicHttpResponse;
import org.apache.hc.core5.http.ContentType;
import org.apache.hc.core5.http.Header;
import org.apache.hc.core5.http.HttpEntity;
import org.apache.hc.core5.http.io.entity.ByteArrayEntity;
import org.apache.hc.core5.http.message.BasicHeader;
import org.apache.hc.core5.io.CloseMode;
import org.apache.hc.core5.io.ModalCloseable;
import org.apache.hc.core5.util.Timeout;
import org.jspecify.annotations.Nullable;

/** A provider reached over HTTP. Its key goes to its own base URL and nowhere else. */
public final class HttpProvider implements Provider {
    private static final Header ACCEPT_EVENTS = new BasicHeader("Accept", "text/event-stream");
    private static final Header ACCEPT_JSON = new BasicHeader("Accept", "application/json");

    private final String id;
    private final String dialect;
    private final String baseUrl;
    private final Header[] headers;
    private final HttpTransport transport;
    private final Map<String, URI> addresses = new ConcurrentHashMap<>();
    private final Map<Duration, RequestConfig> limits = new ConcurrentHashMap<>();

    /**
     * A provider at that address.
     *
     * @param headers what every request carries, authentication included
     */
    public HttpProvider(
            String id,
            String dialect,
            String baseUrl,
            Map<String, String> headers,
            HttpTransport transport) {
        this.id = id;
        this.dialect = dialect;
        this.baseUrl = baseUrl.endsWith("/") ? baseUrl.substring(0, baseUrl.length() - 1) : baseUrl;
        this.headers =
                headers.entrySet().stream()
                        .map(header -> new BasicHeader(header.getKey(), header.getValue()))
                        .toArray(Header[]::new);
        this.transport = transport;
    }

    @Override
    public String id() {
        return id;
    }

    @Override
    public String dialect() {
        return dialect;
    }

    @Override
    public Answer post(Call call) throws IOException {
        URI address = addresses.computeIfAbsent(call.path(), path -> URI.create(baseUrl + path));
        HttpUriRequestBase post = new HttpUriRequestBase("POST", address);
        post.setHeaders(headers);
        post.addHeader(call.stream() ? ACCEPT_EVENTS : ACCEPT_JSON);
        post.setEntity(new ByteArrayEntity(call.body(), ContentType.APPLICATION_JSON));
        post.setConfig(limits.computeIfAbsent(call.firstByte(), HttpProvider::limits));
        return new HttpAnswer(transport.open(post), post);
    }

    private static RequestConfig limits(Duration firstByte) {
        return RequestConfig.custom()
                .setResponseTimeout(Timeout.of(firstByte))
                .setConnectionRequestTimeout(Timeout.of(firstByte))
                .setProtocolUpgradeEnabled(false)
                .build();
    }

    private static final class HttpAnswer implements Answer {
        private final ClassicHttpResponse response;
        private final HttpUriRequestBase post;
        private final InputStream body;
        private final AtomicBoolean closed = new AtomicBoolean();
        private volatile boolean readToEnd;

        HttpAnswer(ClassicHttpResponse response, HttpUriRequestBase post) throws IOException {
            this.response = response;
            this.post = post;
            HttpEntity entity = response.getEntity();
            this.body =
                    new EndWatch(
                            entity == null ? InputStream.nullInputStream() : entity.getContent());
        }

        @Override
        public int status() {
            return response.getCode();
        }

        @Override
        public @Nullable String header(String name) {
            Header header = response.getFirstHeader(name);
            return header == null ? null : header.getValue();
        }

        @Override
        public InputStream body() {
            return body;
        }

        @Override
        public void close() {
            if (!closed.compareAndSet(false, true)) {
                return;
            }
            if (!readToEnd) {
                // A plain close would read the rest first, and the provider would go on generating
                // and billing; cancelling cuts the connection.
                post.cancel();
            }
            if (response instanceof ModalCloseable modal) {
                modal.close(readToEnd ? CloseMode.GRACEFUL : CloseMode.IMMEDIATE);
            }
        }

        /** Notes when the body has ended, which is when its connection may be used again. */
        private final class EndWatch extends FilterInputStream {
            EndWatch(InputStream in) {
                super(in);
            }

            @Override
            public int read() throws IOException {
                int b = super.read();
                readToEnd |= b < 0;
                return b;
            }

            @Override
            public int read(byte[] target, int from, int length) throws IOException {
                int read = super.read(target, from, length);
                readToEnd |= read < 0;
                return read;
            }
        }
    }
}
