package dev.undercut.economics.serving;

import java.util.Locale;
import java.util.Optional;

/** How finely numbers are kept. */
public enum Precision {
    BF16(2),
    FP8(1),
    FP4(0.5);

    private final double bytes;

    Precision(double bytes) {
        this.bytes = bytes;
    }

    /** Bytes for one number. */
    public double bytes() {
        return bytes;
    }

    /** Its name in files, flags and addresses: {@code fp8}. */
    public String code() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The precision of that code. */
    public static Optional<Precision> of(String code) {
        for (Precision precision : values()) {
            if (precision.name().equalsIgnoreCase(code)) {
                return Optional.of(precision);
            }
        }
        return Optional.empty();
    }
}
