package dev.undercut.market;

/** Which requests a dated price is for. */
public sealed interface PriceTier {
    /** All that no other tier of the offer is for. */
    PriceTier STANDARD = new Standard();

    /** The tier's name in data files: {@code standard}, {@code above:N}, {@code window:…}. */
    String code();

    /** All that no other tier of the offer is for. */
    record Standard() implements PriceTier {
        @Override
        public String code() {
            return "standard";
        }
    }

    /**
     * Requests with a long input; the whole request is at this price.
     *
     * @param inputTokens more input tokens of all kinds than this
     */
    record Above(long inputTokens) implements PriceTier {
        @Override
        public String code() {
            return "above:" + inputTokens;
        }
    }

    /** Requests within certain hours. */
    record During(TimeWindow window) implements PriceTier {
        @Override
        public String code() {
            return "window:" + window.code();
        }
    }

    /**
     * Reads {@code standard}, {@code above:N}, {@code window:HH:MM-HH:MM} or {@code
     * window:mon-fri@HH:MM-HH:MM}.
     *
     * @throws IllegalArgumentException on any other form
     */
    static PriceTier parse(String code) {
        int colon = code.indexOf(':');
        String kind = colon < 0 ? code : code.substring(0, colon);
        return switch (kind) {
            case "standard" -> STANDARD;
            case "above" -> new Above(Long.parseLong(code.substring(colon + 1)));
            case "window" -> new During(TimeWindow.parse(code.substring(colon + 1)));
            default ->
                    throw new IllegalArgumentException(
                            "not a tier: '" + code + "'; standard, above:N or window:HH:MM-HH:MM");
        };
    }
}
