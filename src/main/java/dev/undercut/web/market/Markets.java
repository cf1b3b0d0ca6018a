package dev.undercut.web.market;

import dev.undercut.market.Model;
import dev.undercut.market.analysis.PricePanel;
import dev.undercut.market.analysis.claim.Claim;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where the doors find the market. */
public interface Markets {
    /** The market as it was known on that day; null for all that is known now. */
    Known knownOn(@Nullable LocalDate day);

    /** What is known of the market. */
    final class Known {
        private final PricePanel panel;
        private final Map<String, Model> models = new HashMap<>();
        private final Map<String, String> aliases;
        private final List<Claim> claims;

        /**
         * Puts it together.
         *
         * @param aliases other spelling to canonical id
         */
        public Known(
                PricePanel panel,
                Iterable<Model> models,
                Map<String, String> aliases,
                List<Claim> claims) {
            this.panel = panel;
            models.forEach(model -> this.models.put(model.id(), model));
            this.aliases = aliases;
            this.claims = List.copyOf(claims);
        }

        /** Offers with their prices over time, and how good their models are. */
        public PricePanel panel() {
            return panel;
        }

        List<Claim> claims() {
            return claims;
        }

        /** The model of that id or other spelling. */
        public Optional<Model> model(String name) {
            String id = name.toLowerCase(Locale.ROOT);
            Model model = models.get(id);
            return Optional.ofNullable(
                    model == null ? models.get(aliases.getOrDefault(id, id)) : model);
        }

        /** The id that a name stands for. */
        public String id(String name) {
            return aliases.getOrDefault(name, name);
        }

        /** All ids and other spellings. */
        public List<String> names() {
            List<String> names = new ArrayList<>(models.keySet());
            names.addAll(aliases.keySet());
            return names;
        }
    }
}
