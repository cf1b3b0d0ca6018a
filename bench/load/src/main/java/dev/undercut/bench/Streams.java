package dev.undercut.bench;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Many paced streams at once: how long each chunk is under way from the mock's write to this
 * client's read, how soon the first one comes, and whether every stream arrives whole. Both ends
 * read CLOCK_MONOTONIC, which processes on one Linux machine share, through {@link
 * System#nanoTime}.
 *
 * <p>Flags: {@code --port} {@code --model} {@code --key} {@code --streams 1000} {@code --chunks
 * 100} {@code --pace-ms 50}.
 */
public final class Streams {
    private static final Duration RAMP = Duration.ofSeconds(1);
    private static final Duration GRACE = Duration.ofSeconds(8);
    private static final int BODY_BYTES = 1024;

    /** How a run is shaped. */
    record Shape(int streams, int chunks, int paceMillis) {
        Duration nominal() {
            return RAMP.plusMillis((long) (chunks + 1) * paceMillis);
        }
    }

    /**
     * What a run found.
     *
     * @param cut streams that ended without all chunks and {@code [DONE]}
     * @param late streams that were still running some seconds after they should have ended
     */
    record Result(
            int streams,
            int whole,
            int cut,
            int late,
            long chunks,
            Samples transit,
            Samples first) {
        Map<String, Object> json() {
            Map<String, Object> map = new LinkedHashMap<>();
            map.put("streams", streams);
            map.put("whole", whole);
            map.put("cut", cut);
            map.put("late", late);
            map.put("chunks", chunks);
            map.putAll(transit.summary("transit_"));
            map.putAll(first.summary("first_"));
            return map;
        }
    }

    /**
     * One stream: finds stamps between two {@code @} and the {@code [DONE]} in the body's bytes.
     */
    private final class Watched {
        private static final String DONE = "[DONE]";
        private Wire wire;
        private int digits = -1;
        private long stamp;
        private int doneMatched;
        private int chunks;
        private boolean done;
        private boolean over;

        void scan(byte[] buffer, int from, int to) {
            for (int at = from; at < to; at++) {
                byte b = buffer[at];
                if (b == '@') {
                    mark();
                } else if (digits >= 0) {
                    boolean digit = b >= '0' && b <= '9';
                    stamp = stamp * 10 + b - '0';
                    digits = digit ? digits + 1 : -1;
                }
                doneMatched = b == DONE.charAt(doneMatched) ? doneMatched + 1 : b == '[' ? 1 : 0;
                if (doneMatched == DONE.length()) {
                    done = true;
                    doneMatched = 0;
                }
            }
        }

        private void mark() {
            if (digits == MockAnswers.STAMP_DIGITS) {
                chunk();
                digits = -1;
            } else {
                digits = 0;
                stamp = 0;
            }
        }

        private void chunk() {
            transit.add(wire.readAt() - stamp);
            if (chunks == 0) {
                first.add(wire.readAt() - wire.sentAt());
            }
            chunks++;
            allChunks++;
        }

        private void end() {
            boolean all = done && chunks == shape.chunks() && wire.reader().complete();
            whole += all ? 1 : 0;
            cut += all ? 0 : 1;
            over = true;
            wire.close();
        }
    }

    private final Shape shape;
    private final Selector selector = Selector.open();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(64 * 1024);
    private final byte[] bytes = new byte[buffer.capacity()];
    private final Samples transit = new Samples();
    private final Samples first = new Samples();
    private long allChunks;
    private int whole;
    private int cut;

    private Streams(Shape shape) throws IOException {
        this.shape = shape;
    }

    /** Prints the result of one run as JSON. */
    public static void main(String[] args) throws IOException {
        Flags flags = Flags.of(args);
        Shape shape =
                new Shape(
                        flags.number("streams", 1000),
                        flags.number("chunks", 100),
                        flags.number("pace-ms", 50));
        System.out.println(Json.write(run(Target.of(flags), shape).json()));
    }

    /**
     * Runs all streams, begun evenly over one second.
     *
     * @throws IOException when the server cannot be reached
     */
    static Result run(Target target, Shape shape) throws IOException {
        Streams streams = new Streams(shape);
        try (streams.selector) {
            return streams.load(target);
        }
    }

    private Result load(Target target) throws IOException {
        byte[] text = target.stream(shape.chunks(), shape.paceMillis(), BODY_BYTES);
        ByteBuffer request = ByteBuffer.allocateDirect(text.length).put(text).flip();
        List<Watched> all = new ArrayList<>();
        for (int i = 0; i < shape.streams(); i++) {
            Watched watched = new Watched();
            watched.wire = new Wire(target.port(), selector, request, watched::scan);
            watched.wire.attach(watched);
            all.add(watched);
        }
        long start = System.nanoTime();
        long deadline = start + shape.nominal().plus(GRACE).toNanos();
        int begun = 0;
        while (whole + cut < shape.streams() && System.nanoTime() < deadline) {
            begun = beginDue(all, begun, System.nanoTime() - start);
            selector.select(this::ready, begun < shape.streams() ? 1 : 100);
        }
        int late = shape.streams() - whole - cut;
        all.forEach(watched -> watched.wire.close());
        return new Result(shape.streams(), whole, cut, late, allChunks, transit, first);
    }

    private int beginDue(List<Watched> all, int begun, long elapsed) {
        int due = (int) Math.min(all.size(), elapsed * all.size() / RAMP.toNanos());
        for (int i = begun; i < due; i++) {
            try {
                all.get(i).wire.send();
            } catch (IOException e) {
                all.get(i).end();
            }
        }
        return Math.max(begun, due);
    }

    private void ready(SelectionKey key) {
        Watched watched = (Watched) key.attachment();
        if (watched.over) {
            return;
        }
        try {
            if (key.isWritable()) {
                watched.wire.sendOn();
            }
            if (key.isReadable()) {
                boolean open = watched.wire.receive(buffer, bytes);
                if (watched.wire.reader().complete() || !open) {
                    watched.end();
                }
            }
        } catch (IOException e) {
            watched.end();
        }
    }
}
