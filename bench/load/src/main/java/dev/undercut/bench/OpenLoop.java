package dev.undercut.bench;

import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.locks.LockSupport;

/**
 * Latency under a steady rate: requests leave at evenly spaced instants whatever the server does,
 * and each is timed from the instant at which it was meant to leave. A server that stalls is
 * therefore charged for every request that had to wait. A request that finds no idle connection
 * waits for one.
 *
 * <p>Flags: {@code --port} {@code --model} {@code --key} {@code --rate 500} {@code --connections
 * 64} {@code --seconds 10} {@code --body-bytes 1024}.
 */
public final class OpenLoop {
    private static final long SPIN_NANOS = 70_000;
    private static final Duration DRAIN = Duration.ofSeconds(5);

    /** What a run found; a request without an answer is an error. */
    record Result(int requests, int errors, double seconds, Samples latency) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("requests", requests);
            map.put("errors", errors);
            map.put("achieved_per_second", requests / seconds);
            map.putAll(latency.summary(""));
            return map;
        }
    }

    /** One connection and the thread that waits for its answers. */
    private final class Line implements Runnable {
        private final Socket socket;
        private final MessageReader reader = new MessageReader((b, from, to) -> {});
        private final byte[] bytes = new byte[64 * 1024];
        private volatile long intended;

        Line(int port) throws IOException {
            socket = new Socket(InetAddress.getLoopbackAddress(), port);
            socket.setTcpNoDelay(true);
        }

        void send(long intendedStart) throws IOException {
            intended = intendedStart;
            socket.getOutputStream().write(request);
        }

        @Override
        public void run() {
            try (InputStream in = socket.getInputStream()) {
                int length = in.read(bytes);
                while (length >= 0) {
                    reader.feed(bytes, 0, length);
                    if (reader.complete()) {
                        long took = System.nanoTime() - intended;
                        int status = reader.status();
                        reader.reset();
                        answered(this, took, status);
                    }
                    length = in.read(bytes);
                }
            } catch (IOException e) {
                // Closed at the end of the run, or lost: then its request stays unanswered.
            }
        }
    }

    private final byte[] request;
    private final Object lock = new Object();
    private final Deque<Line> idle = new ArrayDeque<>();
    private final Deque<Long> late = new ArrayDeque<>();
    private final Samples latency = new Samples();
    private int sent;
    private int refused;
    private long lastAnswer;

    private OpenLoop(byte[] request) {
        this.request = request;
    }

    /** Prints the result of one run as JSON. */
    public static void main(String[] args) throws Exception {
        Flags flags = Flags.of(args);
        byte[] request = Target.of(flags).chat(flags.number("body-bytes", 1024));
        Result result =
                run(
                        flags.number("port", 0),
                        request,
                        flags.number("connections", 64),
                        flags.number("rate", 500),
                        Duration.ofSeconds(flags.number("seconds", 10)));
        System.out.println(Json.write(result.json()));
    }

    /**
     * Sends {@code rate} requests a second for {@code time}.
     *
     * @throws IOException when the server cannot be reached
     */
    static Result run(int port, byte[] request, int connections, int rate, Duration time)
            throws IOException, InterruptedException {
        OpenLoop loop = new OpenLoop(request);
        Line[] lines = new Line[connections];
        for (int i = 0; i < connections; i++) {
            lines[i] = loop.new Line(port);
            loop.idle.add(lines[i]);
            Thread.ofPlatform().daemon().start(lines[i]);
        }
        try {
            return loop.load(rate, Math.toIntExact(rate * time.toMillis() / 1000));
        } finally {
            for (Line line : lines) {
                line.socket.close();
            }
        }
    }

    private Result load(int rate, int count) throws IOException, InterruptedException {
        long start = System.nanoTime() + 10_000_000;
        for (int i = 0; i < count; i++) {
            long intended = start + i * 1_000_000_000L / rate;
            waitUntil(intended);
            depart(intended);
        }
        long deadline = System.nanoTime() + DRAIN.toNanos();
        synchronized (lock) {
            while (latency.count() + refused < sent && System.nanoTime() < deadline) {
                lock.wait(50);
            }
            double seconds = (lastAnswer - start) / 1e9;
            return new Result(latency.count(), sent - latency.count(), seconds, latency);
        }
    }

    /** Parks for most of the wait and spins for the rest: a park alone is 50 to 100 us late. */
    private static void waitUntil(long instant) {
        long left = instant - System.nanoTime();
        while (left > 0) {
            if (left > SPIN_NANOS) {
                LockSupport.parkNanos(left - SPIN_NANOS);
            } else {
                Thread.onSpinWait();
            }
            left = instant - System.nanoTime();
        }
    }

    private void depart(long intended) throws IOException {
        Line line;
        synchronized (lock) {
            sent++;
            line = idle.poll();
            if (line == null) {
                late.add(intended);
                return;
            }
        }
        line.send(intended);
    }

    private void answered(Line line, long took, int status) throws IOException {
        Long next;
        synchronized (lock) {
            if (status == 200) {
                latency.add(took);
            } else {
                refused++;
            }
            lastAnswer = System.nanoTime();
            next = late.poll();
            if (next == null) {
                idle.push(line);
                return;
            }
        }
        line.send(next);
    }
}
