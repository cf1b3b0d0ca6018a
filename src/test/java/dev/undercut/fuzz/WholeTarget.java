package dev.undercut.fuzz;

import dev.undercut.chat.Answer;
import dev.undercut.chat.Usage;
import dev.undercut.dialect.ClientDialect;
import dev.undercut.dialect.Quirks;
import dev.undercut.dialect.UpstreamDialect;
import dev.undercut.dialect.UpstreamDialect.Depth;
import dev.undercut.dialect.WholeAnswer;
import java.util.Arrays;

/**
 * The readers of providers' whole answers and errors. Nothing is thrown; what is taken for an
 * answer is JSON, stays so with the receipt, and each client's dialect says it as JSON.
 */
public final class WholeTarget {
    private static final int[] STATUSES = {400, 401, 402, 404, 408, 413, 429, 500, 503, 529};
    private static final int EMBEDDINGS = 5;
    private static final String RECEIPT = "{\"request_id\":\"req_1\"}";

    private WholeTarget() {}

    /** The first byte chooses the dialect and, from 128 on, the status of an error. */
    public static void fuzzerTestOneInput(byte[] input) {
        if (input.length == 0) {
            return;
        }
        int choice = input[0] & 0xff;
        byte[] body = Arrays.copyOfRange(input, 1, input.length);
        int dialect = choice % FuzzedDialects.upstreams().size();
        UpstreamDialect upstream = FuzzedDialects.upstreams().get(dialect);
        if (choice >= 0x80) {
            upstream.failure(STATUSES[choice % STATUSES.length], name -> null, body);
            return;
        }
        WholeAnswer metered = upstream.whole(body, Quirks.NONE, Depth.METER);
        if (metered != null && dialect < 2 && FuzzedDialects.isUtf8(body)) {
            ClientDialect client = FuzzedDialects.clients().get(dialect);
            FuzzedDialects.json(client.withReceipt(body, RECEIPT), "the answer with its receipt");
        }
        if (dialect == EMBEDDINGS) {
            return;
        }
        WholeAnswer said = upstream.whole(body, Quirks.NONE, Depth.TRANSLATE);
        if (said == null) {
            return;
        }
        for (ClientDialect client : FuzzedDialects.chatting()) {
            byte[] written =
                    client.write(
                            FuzzedDialects.request(client),
                            Answer.of(said.deltas()),
                            Usage.NONE,
                            FuzzedDialects.STAMP);
            FuzzedDialects.json(written, "the answer to a client of " + client.name());
            FuzzedDialects.json(client.withReceipt(written, RECEIPT), "the same with a receipt");
        }
    }
}
