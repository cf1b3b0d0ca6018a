package dev.undercut.market.feed;

import dev.undercut.netguard.Reach;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/**
 * Fetches a feed into a file, within bounds of size and time. Follows few redirects, each one
 * checked; what the server says of the content's type is not believed.
 */
public final class Download {
    private static final int REDIRECTS = 5;
    private static final Duration CONNECT = Duration.ofSeconds(10);
    private static final int OK = 200;

    private final Reach reach;
    private final long most;
    private final Duration patience;

    /**
     * Makes a fetcher.
     *
     * @param most the most bytes of an answer
     * @param patience the longest time for all of it
     */
    public Download(Reach reach, long most, Duration patience) {
        this.reach = reach;
        this.most = most;
        this.patience = patience;
    }

    /**
     * Fetches.
     *
     * @param file takes the answer; left as it may be on failure
     * @throws IOException when refused, unanswered, too large or too slow
     */
    public void fetch(URI address, Path file) throws IOException {
        try (HttpClient client =
                HttpClient.newBuilder()
                        .connectTimeout(CONNECT)
                        .followRedirects(HttpClient.Redirect.NEVER)
                        .build()) {
            try {
                URI at = address;
                for (int hop = 0; hop <= REDIRECTS; hop++) {
                    reach.check(at, hop == 0);
                    HttpResponse<Path> answer = ask(client, at, file);
                    if (answer.statusCode() == OK) {
                        return;
                    }
                    at = next(at, answer);
                }
                throw new IOException("more than " + REDIRECTS + " redirects");
            } finally {
                client.shutdownNow();
            }
        }
    }

    private static URI next(URI at, HttpResponse<?> answer) throws IOException {
        String location = answer.headers().firstValue("location").orElse("");
        if (answer.statusCode() / 100 != 3 || location.isEmpty()) {
            throw new IOException(at.getHost() + " answered with status " + answer.statusCode());
        }
        try {
            return at.resolve(location);
        } catch (IllegalArgumentException e) {
            throw new IOException(at.getHost() + " redirects to no address", e);
        }
    }

    private HttpResponse<Path> ask(HttpClient client, URI at, Path file) throws IOException {
        HttpRequest request =
                HttpRequest.newBuilder(at)
                        .header("Accept", "application/json, text/csv, */*;q=0.1")
                        .header("Accept-Encoding", "gzip")
                        .header("User-Agent", "undercut")
                        .build();
        CompletableFuture<HttpResponse<Path>> asked =
                client.sendAsync(request, BodyHandlers.limiting(BodyHandlers.ofFile(file), most));
        try {
            return asked.get(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            throw new IOException(
                    at.getHost() + " took longer than " + patience.toSeconds() + " s", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IOException(
                    "cannot fetch from "
                            + at.getHost()
                            + ": "
                            + (cause.getMessage() == null ? cause.toString() : cause.getMessage()),
                    cause);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IOException("interrupted", e);
        } finally {
            asked.cancel(true);
        }
    }
}
