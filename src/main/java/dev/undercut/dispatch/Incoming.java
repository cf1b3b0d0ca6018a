package dev.undercut.dispatch;

import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Reading;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came: all that its answer can depend on.
 *
 * @param body as the client sent it
 * @param headers those of its headers that its dialect looked at, by lower-case name
 */
@SuppressWarnings("ArrayRecordComponent") // handed on, never compared
record Incoming(byte[] body, SortedMap<String, String> headers) {

    Incoming(byte[] body) {
        this(body, new TreeMap<>());
    }

    /** Reads the request, noting what is looked at. */
    Reading read(ClientDialect dialect, Client client) {
        return dialect.read(body, name -> look(client, name));
    }

    private @Nullable String look(Client client, String name) {
        String value = client.header(name).orElse(null);
        if (value != null) {
            headers.put(name, value);
        }
        return value;
    }
}
