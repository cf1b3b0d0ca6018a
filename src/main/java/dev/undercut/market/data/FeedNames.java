package dev.undercut.market.data;

import dev.undercut.market.Catalog;
import dev.undercut.market.Model;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What the data files know of feeds: how these spell providers, and where they are published. */
public final class FeedNames {
    private FeedNames() {}

    /**
     * The catalog that joins their spellings.
     *
     * @param models all models
     * @param aliases other spelling to canonical model id
     * @param providerIds the canonical ids of providers
     */
    public static Catalog catalog(
            Collection<Model> models, Map<String, String> aliases, Collection<String> providerIds) {
        List<Catalog.Spelling> spellings = new ArrayList<>();
        new DataFile("feed_providers.csv")
                .forEach(row ->
                        spellings.add(
                                new Catalog.Spelling(
                                        row.required("feed"),
                                        row.required("spelling"),
                                        row.required("provider"))));
        return new Catalog(models, aliases, providerIds, spellings);
    }

    /** Kind of feed to the address where it is published. */
    public static Map<String, String> addresses() {
        Map<String, String> addresses = new LinkedHashMap<>();
        new DataFile("feeds.csv")
                .forEach(row -> addresses.put(row.required("kind"), row.required("url")));
        return addresses;
    }
}
