package dev.undercut.app;

import dev.undercut.compute.run.RunHistory;
import dev.undercut.compute.run.RunNode;
import dev.undercut.compute.search.Searches;
import dev.undercut.compute.spec.Background;
import dev.undercut.compute.spec.SpecReader;
import dev.undercut.compute.spec.Wish;
import dev.undercut.dispatch.Client.Header;
import dev.undercut.gateway.Access;
import dev.undercut.gateway.Exchange;
import dev.undercut.gateway.Route;
import dev.undercut.identity.KeyRing;
import dev.undercut.ledger.Ledger;
import dev.undercut.ledger.LedgerEntry;
import dev.undercut.runs.RunHead;
import dev.undercut.runs.RunPicture;
import dev.undercut.runs.RunStore;
import dev.undercut.runs.RunStore.Kept;
import dev.undercut.runs.RunTree;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * {@code GET /v1/runs/ID}: the tree of a run, as JSON or as a picture. It is shown to the key that
 * paid for it, to the operator's own and to the pages; to others there is none.
 */
final class RunRoutes {
    private static final String PREFIX = "/v1/runs/";
    private static final String JSON = "application/json";
    private static final String SVG = "image/svg+xml";
    private static final String PICTURE = ".svg";

    /** A picture that is opened on its own must not do more than be looked at. */
    private static final List<Header> GUARD =
            List.of(
                    new Header(
                            "content-security-policy",
                            "default-src 'none'; style-src 'unsafe-inline'"),
                    new Header("x-content-type-options", "nosniff"));

    private final RunStore store;
    private final Ledger ledger;
    private final KeyRing keys;

    RunRoutes(RunStore store, Ledger ledger, KeyRing keys) {
        this.store = store;
        this.ledger = ledger;
        this.keys = keys;
    }

    List<Route> all() {
        return List.of(new Route("GET", PREFIX + "*", Access.KEY, this::run));
    }

    private void run(Exchange exchange) {
        String asked = exchange.path().substring(PREFIX.length());
        boolean picture =
                asked.endsWith(PICTURE)
                        || exchange.header("accept").filter(a -> a.contains(SVG)).isPresent();
        String id =
                asked.endsWith(PICTURE)
                        ? asked.substring(0, asked.length() - PICTURE.length())
                        : asked;
        Optional<Kept> found = store.find(id).filter(kept -> mayRead(exchange.keyId(), kept));
        if (found.isEmpty()) {
            exchange.text(
                    404,
                    JSON,
                    "{\"error\":{\"message\":\"There is no run of that id here.\","
                            + "\"type\":\"invalid_request_error\",\"code\":\"run_not_found\"}}");
            return;
        }
        String tree = tree(found.get());
        if (picture) {
            exchange.text(200, SVG, RunPicture.svg(tree), GUARD.toArray(new Header[0]));
        } else {
            exchange.text(200, JSON, tree);
        }
    }

    private boolean mayRead(@Nullable String keyId, Kept kept) {
        return keyId == null || keyId.equals(kept.head().keyId()) || keys.isAdmin(keyId);
    }

    /** As it was kept at its end; else from its log, told to a new search. */
    private String tree(Kept kept) {
        if (kept.tree() != null) {
            return kept.tree();
        }
        boolean dead = ledger.find(kept.head().id()).map(LedgerEntry::outcome).isPresent();
        return RunTree.open(kept.head(), dead ? "interrupted" : "running", nodes(kept));
    }

    private static List<RunNode> nodes(Kept kept) {
        return Wish.json(kept.head().wish())
                .map(wish -> SpecReader.read(wish, new AsItWas(kept.head())))
                .filter(SpecReader.Reading.Read.class::isInstance)
                .map(reading -> ((SpecReader.Reading.Read) reading).spec())
                .map(spec ->
                        RunHistory.of(kept.events())
                                .nodes(
                                        Searches.begin(
                                                spec.strategy(), spec.answering(), spec.seed())))
                .orElse(List.of());
    }

    /** Everything a run took from its surroundings stands in its wish by now. */
    private record AsItWas(RunHead head) implements Background {
        @Override
        public List<String> models(int most) {
            return head.models();
        }

        @Override
        public Optional<String> judge(String of) {
            return Optional.of(head.models().getLast());
        }

        @Override
        public boolean tools() {
            return false;
        }

        @Override
        public int choices() {
            return 1;
        }

        @Override
        public long seed() {
            return 0;
        }
    }
}
