package dev.undercut.app.feeds;

import dev.undercut.market.feed.Download;
import dev.undercut.netguard.Reach;
import dev.undercut.netguard.Resolver;
import dev.undercut.provider.http.Http1;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Locale;
import java.util.concurrent.ScheduledExecutorService;
import javax.net.ssl.SSLSocketFactory;

/** Where a feed comes from: a file, or an address. */
public sealed interface Origin {
    /** The most bytes of a feed, as fetched and unpacked. */
    long MOST = 256L * 1024 * 1024;

    /** The longest wait for a connection. */
    Duration CONNECT = Duration.ofSeconds(10);

    /** The longest time to fetch one. */
    Duration PATIENCE = Duration.ofMinutes(5);

    /**
     * Reads a path or an address.
     *
     * @param internal whether plain http and private addresses are allowed
     * @throws IllegalArgumentException when it is an address that makes no sense
     */
    static Origin parse(String text, boolean internal) {
        String start = text.toLowerCase(Locale.ROOT);
        if (!start.startsWith("http://") && !start.startsWith("https://")) {
            return new Local(Path.of(text));
        }
        try {
            return new Remote(new URI(text), internal);
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("not an address: " + e.getMessage(), e);
        }
    }

    /** The last part of its path, without its ending. */
    String name();

    /**
     * The file to read.
     *
     * @throws IOException when there is none
     */
    Opened open() throws IOException;

    /**
     * A feed on this machine.
     *
     * @param size its bytes
     */
    record Opened(InputStream bytes, long size) {}

    /** A file. */
    record Local(Path file) implements Origin {
        @Override
        public String name() {
            Path last = file.getFileName();
            return stem(last == null ? "file" : last.toString());
        }

        @Override
        public Opened open() throws IOException {
            if (!Files.exists(file)) {
                throw new IOException("no such file: " + file);
            }
            if (!Files.isRegularFile(file)) {
                throw new IOException("not a file: " + file);
            }
            return new Opened(Files.newInputStream(file), Files.size(file));
        }
    }

    /** An address. */
    record Remote(URI address, boolean internal) implements Origin {
        @Override
        public String name() {
            String path = address.getPath() == null ? "" : address.getPath();
            String last = path.substring(path.lastIndexOf('/') + 1);
            return stem(last.isEmpty() ? String.valueOf(address.getHost()) : last);
        }

        @Override
        public Opened open() throws IOException {
            Path copy = Files.createTempFile("feed", ".part");
            try {
                new Download(
                                new Reach(internal, Resolver.OF_THE_MACHINE),
                                Remote::line,
                                new Download.Bounds(MOST, PATIENCE))
                        .fetch(address, copy);
                // Asked first: some systems take the file out of its folder when it is opened.
                long size = Files.size(copy);
                return new Opened(
                        Files.newInputStream(copy, StandardOpenOption.DELETE_ON_CLOSE), size);
            } catch (IOException e) {
                Files.deleteIfExists(copy);
                throw e;
            }
        }

        private static Http1 line(Http1.Names names, ScheduledExecutorService ticker) {
            return new Http1(
                    names,
                    () -> (SSLSocketFactory) SSLSocketFactory.getDefault(),
                    CONNECT,
                    PATIENCE,
                    ticker,
                    System::nanoTime);
        }
    }

    private static String stem(String file) {
        int dot = file.indexOf('.', 1);
        return dot < 0 ? file : file.substring(0, dot);
    }
}
