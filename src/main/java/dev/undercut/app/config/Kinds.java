package dev.undercut.app.config;

import dev.undercut.identity.Secret;
import dev.undercut.market.feed.source.Feeds;
import dev.undercut.money.PricePerMtok;
import dev.undercut.money.Usd;
import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** All kinds of values that the file has. */
final class Kinds {

    private static final Pattern DURATION = Pattern.compile("(\\d{1,8})(ms|s|m|h)");
    private static final Pattern SIZE = Pattern.compile("(\\d{1,10}) ?(|B|[KMG]i?B)");
    private static final Pattern DECIMAL = Pattern.compile("-?\\d{1,9}(\\.\\d{1,12})?");
    private static final Duration LONGEST = Duration.ofHours(24);

    static final Kind<String> TEXT = Kind.of("text", "a text", Kinds::printable);

    static final Kind<Secret> SECRET =
            new Kind<>(
                    "secret",
                    "a text without line breaks and control characters",
                    true,
                    text -> new Secret(printable(text)));

    static final Kind<Boolean> BOOL = Kind.of("true, false", "true or false", Kinds::bool);

    static final Kind<HostPort> HOST_PORT =
            Kind.of("host:port", "host:port such as 127.0.0.1:4747", HostPort::parse);

    static final Kind<Path> FOLDER = Kind.of("folder", "a folder such as ~/.undercut", Kinds::path);

    static final Kind<URI> BASE_URL =
            Kind.of("URL", "an http or https URL such as http://127.0.0.1:8000/v1", Kinds::baseUrl);

    static final Kind<Duration> DURATION_UP_TO_A_DAY =
            Kind.of(
                    "duration",
                    "a duration of 1ms to 24h such as 500ms, 30s or 2m",
                    Kinds::duration);

    static final Kind<Integer> SIZE_UP_TO_A_GIB =
            Kind.of("size", "a size of 1 to 1GiB such as 32MiB or 1000000", Kinds::size);

    static final Kind<PricePerMtok> PRICE =
            Kind.of(
                    "USD per million tokens",
                    "a price in USD per million tokens such as 10.00",
                    text -> PricePerMtok.parse(decimal(text)));

    static final Kind<Usd> FEE =
            Kind.of("USD", "an amount in USD such as 0.005", text -> fee(decimal(text)));

    static final Kind<Double> CI =
            number("capability index", "a capability index such as 55", ci -> Math.abs(ci) <= 1000);

    static final Kind<Double> STANDARD_ERROR =
            number("number", "a standard error such as 1.5", se -> se >= 0 && se <= 1000);

    static final Kind<Double> PROBABILITY =
            number("number", "a number above 0 and below 1 such as 0.8", p -> p > 0 && p < 1);

    static final Kind<Double> FACTOR =
            number("number", "a factor above 1 such as 4", f -> f > 1 && f <= 1000);

    static final Kind<String> LEDGER = Kind.of("sqlite", "sqlite", Kinds::ledger);

    static final Kind<String> FEED_KIND =
            Kind.of("name", "a kind of feed such as models.dev", Kinds::feedKind);

    static final Kind<String> POLICY_NAME = Kind.of("name", "a policy name", Kinds::policyName);

    static final Kind<String> PROVIDER_ID = Kind.of("name", "a provider id", Kinds::providerId);

    static final Kind<String> HOST_HEADER =
            Kind.of("host", "a host such as gateway.example.com", Kinds::hostHeader);

    private Kinds() {}

    /** A whole number from {@code least} to {@code most}; underscores may group its digits. */
    static Kind<Integer> whole(int least, int most) {
        return Kind.of(
                "whole number",
                "a whole number from " + least + " to " + most,
                text -> inRange(text, least, most));
    }

    /** One of the constants, written in lower case. */
    static <E extends Enum<E>> Kind<E> choice(Class<E> type) {
        E[] all = type.getEnumConstants();
        return Kind.of(
                words(all), "one of " + words(all), text -> Enum.valueOf(type, constant(text)));
    }

    /** One of these words. */
    static Kind<String> choice(Set<String> words) {
        String list = words.stream().sorted().collect(Collectors.joining(", "));
        return Kind.of(list, "one of " + list, text -> require(text, words::contains));
    }

    private static String words(Enum<?>[] all) {
        return Arrays.stream(all)
                .map(each -> each.name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
    }

    private static String constant(String text) {
        // Exactly the documented spelling, so that files stay alike.
        return require(text, t -> t.equals(t.toLowerCase(Locale.ROOT))).toUpperCase(Locale.ROOT);
    }

    private static String feedKind(String text) {
        return Feeds.find(text).orElseThrow(IllegalArgumentException::new).kind();
    }

    private static <T> T require(T value, Predicate<T> test) {
        if (!test.test(value)) {
            throw new IllegalArgumentException();
        }
        return value;
    }

    private static Kind<Double> number(String type, String expected, Predicate<Double> range) {
        return Kind.of(type, expected, text -> require(Double.parseDouble(decimal(text)), range));
    }

    private static String decimal(String text) {
        return require(text, t -> DECIMAL.matcher(t).matches());
    }

    private static Usd fee(String text) {
        return require(Usd.parse(text), usd -> !usd.isNegative());
    }

    private static String printable(String text) {
        return require(text, t -> !t.isEmpty() && t.chars().noneMatch(Character::isISOControl));
    }

    private static Boolean bool(String text) {
        return switch (text.toLowerCase(Locale.ROOT)) {
            case "true" -> true;
            case "false" -> false;
            case String other -> throw new IllegalArgumentException();
        };
    }

    private static Integer inRange(String text, int least, int most) {
        int value = Integer.parseInt(text.replaceAll("(?<=\\d)_(?=\\d)", ""));
        return require(value, v -> v >= least && v <= most);
    }

    private static Duration duration(String text) {
        Matcher matcher = DURATION.matcher(text);
        require(matcher, Matcher::matches);
        long amount = Long.parseLong(matcher.group(1));
        Duration value =
                switch (matcher.group(2)) {
                    case "ms" -> Duration.ofMillis(amount);
                    case "s" -> Duration.ofSeconds(amount);
                    case "m" -> Duration.ofMinutes(amount);
                    case String hours -> Duration.ofHours(amount);
                };
        return require(value, v -> v.isPositive() && v.compareTo(LONGEST) <= 0);
    }

    private static Integer size(String text) {
        Matcher matcher = SIZE.matcher(text);
        require(matcher, Matcher::matches);
        String unit = matcher.group(2);
        long base = unit.length() == 3 ? 1024 : 1000;
        long bytes = 1;
        // KB is one step of the base up from bytes, MB two, GB three.
        for (int step = unit.isEmpty() ? 0 : "BKMG".indexOf(unit.charAt(0)); step > 0; step--) {
            bytes *= base;
        }
        long size = Math.multiplyExact(Long.parseLong(matcher.group(1)), bytes);
        return Math.toIntExact(require(size, s -> s >= 1 && s <= 1L << 30));
    }

    private static Path path(String text) {
        if (text.startsWith("~") && !text.equals("~") && !text.startsWith("~/")) {
            throw new Kind.Unfit("only ~ and ~/… are known, not the home of another user");
        }
        return Path.of(text);
    }

    private static URI baseUrl(String text) {
        URI url = URI.create(text.replaceAll("/+$", ""));
        String scheme = String.valueOf(url.getScheme()).toLowerCase(Locale.ROOT);
        require(scheme, s -> s.equals("http") || s.equals("https"));
        if (url.getRawUserInfo() != null || String.valueOf(url.getRawAuthority()).contains("@")) {
            throw new Kind.Unfit("a URL here has no user info; put the key into api_key");
        }
        if (url.getRawQuery() != null || url.getRawFragment() != null) {
            throw new Kind.Unfit("a URL here has no query and no fragment");
        }
        require(url, u -> u.getHost() != null && u.getPort() <= 65_535);
        return url;
    }

    private static String ledger(String text) {
        if (text.startsWith("jdbc:postgresql:")) {
            throw new Kind.Unfit("PostgreSQL comes with the Money work; use sqlite");
        }
        return require(text, "sqlite"::equals);
    }

    private static String policyName(String text) {
        if (!text.matches("[\\p{L}_][^\\s/:]{0,63}")) {
            throw new Kind.Unfit(
                    "a policy name starts with a letter and has no '/', ':' or space;"
                            + " undercut/NAME could not name it");
        }
        return text;
    }

    private static String providerId(String text) {
        if (!text.matches("[A-Za-z0-9][A-Za-z0-9_.-]{0,63}")) {
            throw new Kind.Unfit("a provider id has only letters, digits and '-', '_', '.'");
        }
        if (text.equals("undercut") || text.equals("sandbox")) {
            throw new Kind.Unfit("the provider id '" + text + "' is taken by the program itself");
        }
        return text;
    }

    private static String hostHeader(String text) {
        return require(text, t -> t.matches("[A-Za-z0-9_.:\\[\\]-]{1,255}"))
                .toLowerCase(Locale.ROOT);
    }
}
