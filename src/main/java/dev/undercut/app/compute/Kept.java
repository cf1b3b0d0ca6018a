package dev.undercut.app.compute;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import dev.undercut.dialect.Json;
import dev.undercut.dispatch.Client;
import java.io.IOException;
import java.io.OutputStream;
import java.util.List;

/** Keeps a whole answer. */
final class Kept implements Client {
    private JsonNode document = MissingNode.getInstance();

    JsonNode document() {
        return document;
    }

    @Override
    public void send(int status, List<Header> headers, byte[] body) throws IOException {
        document = Json.MAPPER.readTree(body);
    }

    @Override
    public OutputStream stream(List<Header> headers) {
        throw new IllegalStateException("no stream was asked for");
    }

    @Override
    public void onGone(Runnable gone) {}
}
