package dev.undercut.web.market;

/** A question without an answer; becomes a {@link MarketReply.Refused} within this room. */
final class BadQuestionException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final boolean unknown;
    private final String why;

    private BadQuestionException(boolean unknown, String why) {
        super(why);
        this.unknown = unknown;
        this.why = why;
    }

    /** It was asked wrongly. */
    static BadQuestionException wrong(String why) {
        return new BadQuestionException(false, why);
    }

    /** What was asked for does not exist. */
    static BadQuestionException unknown(String why) {
        return new BadQuestionException(true, why);
    }

    MarketReply.Refused reply() {
        return new MarketReply.Refused(unknown, why);
    }
}
