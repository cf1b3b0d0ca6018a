package dev.undercut.economics.serving;

import java.util.Locale;
import java.util.Optional;

/** On which terms an hour of an accelerator is paid. */
public enum CostBasis {
    /** Owned by a hyperscaler: purchase, power and building over the life of the hardware. */
    HYPERSCALER_OWN,
    /** Owned by a smaller cloud, which pays more for capital and power. */
    NEOCLOUD_OWN,
    /** Rented for three years. */
    RENTAL_3YR,
    /** Rented by the hour. */
    ON_DEMAND;

    /** Its name in files, flags and addresses: {@code rental_3yr}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The basis of that code, dash or underscore. */
    public static Optional<CostBasis> of(String code) {
        String name = code.toUpperCase(Locale.ROOT).replace('-', '_');
        for (CostBasis basis : values()) {
            if (basis.name().equals(name)) {
                return Optional.of(basis);
            }
        }
        return Optional.empty();
    }
}
