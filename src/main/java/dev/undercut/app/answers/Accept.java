package dev.undercut.app.answers;

import java.util.Locale;

/** What a client accepts, by the weights of its {@code Accept} header (RFC 9110, 12.5.1). */
final class Accept {
    private final String[] ranges;

    Accept(String header) {
        this.ranges = header.toLowerCase(Locale.ROOT).split(",", -1);
    }

    /**
     * Whether it would rather have this type than the other: by weight, and where both weigh the
     * same only when it names this one and does not name the other before.
     */
    boolean prefers(String type, String other) {
        double weight = weight(type);
        double otherWeight = weight(other);
        if (weight != otherWeight) {
            return weight > otherWeight;
        }
        int named = place(type);
        int otherNamed = place(other);
        return weight > 0 && named >= 0 && (otherNamed < 0 || named < otherNamed);
    }

    /** By the most specific range that holds the type; 0 without one. */
    private double weight(String type) {
        String family = type.substring(0, type.indexOf('/')) + "/*";
        for (String wanted : new String[] {type, family, "*/*"}) {
            int place = place(wanted);
            if (place >= 0) {
                return quality(ranges[place]);
            }
        }
        return 0;
    }

    private int place(String wanted) {
        for (int i = 0; i < ranges.length; i++) {
            if (ranges[i].split(";", -1)[0].strip().equals(wanted)) {
                return i;
            }
        }
        return -1;
    }

    /** 1 without a weight, and 0 when it is not a number from 0 to 1. */
    private static double quality(String range) {
        String[] parts = range.split(";", -1);
        for (int i = 1; i < parts.length; i++) {
            String parameter = parts[i].strip();
            if (parameter.startsWith("q=")) {
                String weight = parameter.substring(2).strip();
                return weight.matches("0(\\.\\d{0,3})?|1(\\.0{0,3})?")
                        ? Double.parseDouble(weight)
                        : 0;
            }
        }
        return 1;
    }
}
