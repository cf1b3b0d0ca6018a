package dev.undercut.e2e;

import dev.undercut.dispatch.Client;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** A client in this process, which keeps what it is sent. */
final class Heard implements Client {
    private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    private int status = 200;

    @Override
    public void send(int code, List<Header> headers, byte[] body) throws IOException {
        status = code;
        bytes.write(body);
    }

    @Override
    public OutputStream stream(List<Header> headers) {
        return bytes;
    }

    @Override
    public void onGone(Runnable gone) {}

    int status() {
        return status;
    }

    String text() {
        return bytes.toString(StandardCharsets.UTF_8);
    }

    void forget() {
        bytes.reset();
    }
}
