package dev.undercut.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Throughput: a fixed number of connections, each sending its next request when the answer to the
 * last one is complete. One thread, so that the measured server has the machine to itself.
 *
 * <p>Flags: {@code --port} {@code --model} {@code --key} {@code --connections 64} {@code --seconds
 * 10} {@code --body-bytes 1024}.
 */
public final class ClosedLoop {
    private static final long DRAIN_NANOS = Duration.ofSeconds(10).toNanos();
    private static final int MAX_ERRORS = 200;

    /** What a run found; {@code seconds} counts from the first request to the last answer. */
    record Result(int requests, int errors, double seconds, Samples latency) {
        double perSecond() {
            return requests / seconds;
        }

        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("requests", requests);
            map.put("errors", errors);
            map.put("per_second", perSecond());
            map.putAll(latency.summary(""));
            return map;
        }
    }

    private final int port;
    private final ByteBuffer request;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] bytes = new byte[buffer.capacity()];
    private final Samples latency = new Samples();
    private int errors;
    private int busy;
    private long end;
    private long lastAnswer;

    private ClosedLoop(int port, byte[] request) throws IOException {
        this.port = port;
        this.request = ByteBuffer.allocateDirect(request.length).put(request).flip();
    }

    /** Prints the result of one run as JSON. */
    public static void main(String[] args) throws IOException {
        Flags flags = Flags.of(args);
        byte[] request = Target.of(flags).chat(flags.number("body-bytes", 1024));
        Result result =
                run(
                        flags.number("port", 0),
                        request,
                        flags.number("connections", 64),
                        Duration.ofSeconds(flags.number("seconds", 10)));
        System.out.println(Json.write(result.json()));
    }

    /**
     * Loads a server for {@code time} and waits for the last answers.
     *
     * @throws IOException when the server cannot be reached or answers with too many errors
     */
    static Result run(int port, byte[] request, int connections, Duration time) throws IOException {
        ClosedLoop loop = new ClosedLoop(port, request);
        try (loop.selector) {
            return loop.load(connections, time.toNanos());
        }
    }

    private Result load(int connections, long nanos) throws IOException {
        Wire[] wires = new Wire[connections];
        for (int i = 0; i < connections; i++) {
            wires[i] = connect();
        }
        long start = System.nanoTime();
        end = start + nanos;
        lastAnswer = start + 1;
        for (Wire wire : wires) {
            busy++;
            wire.send();
        }
        while (busy > 0 && System.nanoTime() < end + DRAIN_NANOS) {
            selector.select(this::ready, 100);
        }
        selector.keys().forEach(key -> ((Wire) key.attachment()).close());
        return new Result(latency.count(), errors + busy, (lastAnswer - start) / 1e9, latency);
    }

    private Wire connect() throws IOException {
        return new Wire(port, selector, request, (b, from, to) -> {});
    }

    private void ready(SelectionKey key) {
        Wire wire = (Wire) key.attachment();
        try {
            if (key.isWritable()) {
                wire.sendOn();
            }
            if (key.isReadable()) {
                received(wire, wire.receive(buffer, bytes));
            }
        } catch (IOException e) {
            failed(wire, e);
        }
    }

    private void received(Wire wire, boolean open) throws IOException {
        if (!wire.reader().complete()) {
            if (!open) {
                throw new IOException("the connection ended within an answer");
            }
            return;
        }
        long now = System.nanoTime();
        if (wire.reader().status() != 200) {
            throw new IOException("status " + wire.reader().status());
        }
        latency.add(now - wire.sentAt());
        lastAnswer = now;
        busy--;
        if (now >= end) {
            return;
        }
        busy++;
        if (open && !wire.reader().closing()) {
            wire.send();
        } else {
            wire.close();
            connect().send();
        }
    }

    private void failed(Wire wire, IOException reason) {
        wire.close();
        busy--;
        errors++;
        if (errors > MAX_ERRORS) {
            throw new IllegalStateException("too many errors, the last: " + reason.getMessage());
        }
        if (System.nanoTime() < end) {
            try {
                Wire next = connect();
                busy++;
                next.send();
            } catch (IOException e) {
                errors++;
            }
        }
    }
}
