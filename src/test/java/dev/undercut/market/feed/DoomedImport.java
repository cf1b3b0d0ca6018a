package dev.undercut.market.feed;

import java.nio.file.Path;
import java.time.LocalDate;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A process of its own that imports one list after the other until it is killed: each lists the
 * same offers, all at the price {@link #price} of its number. It says {@code imported N.} after
 * each.
 */
final class DoomedImport {
    static final int OFFERS = 400;
    static final String SAYS = "imported ";

    /** Ends every line. */
    static final String END = ".";

    private static final LocalDate FIRST = LocalDate.parse("2026-01-01");

    private DoomedImport() {}

    public static void main(String[] arguments) throws Exception {
        try (Desk desk = new Desk(Path.of(arguments[0]))) {
            for (int i = 0; ; i++) {
                desk.turnTo(FIRST.plusDays(i).toString());
                desk.read(list(price(i)).split("\n"));
                System.out.println(SAYS + i + END);
            }
        }
    }

    /** In dollars per million tokens of input. */
    static String price(int number) {
        return "1." + (1_000 + number);
    }

    private static String list(String price) {
        return IntStream.range(0, OFFERS)
                .mapToObj(i -> "host,gpt-5,id-" + i + "," + price + ",,4,,,")
                .collect(Collectors.joining("\n"));
    }
}
