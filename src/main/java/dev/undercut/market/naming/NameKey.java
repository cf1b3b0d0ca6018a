package dev.undercut.market.naming;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What two spellings of one model have in common: its words in any order, its numbers in theirs.
 * {@code claude-opus-4-5} and {@code claude-4-5-opus} are equal; {@code gpt-5} and {@code gpt-5-5},
 * {@code claude-1-2} and {@code claude-2-1} are not.
 *
 * @param words sorted, with repeats; a number with letters after it, such as {@code 70b}, is one
 * @param numbers in the order of the name
 */
public record NameKey(List<String> words, List<String> numbers) {
    private static final Pattern TOKEN =
            Pattern.compile(
                    "((?:nv|mx)?fp\\d{1,2}|bf16|int[48])(?![a-z0-9])"
                            + "|(\\d+)([a-z][a-z0-9]*)?|([a-z]+)");
    private static final Pattern POINT = Pattern.compile("(?<=\\d)p(?=\\d)");
    private static final Pattern DAY = Pattern.compile("20[2-3]\\d[01]\\d[0-3]\\d");
    private static final Pattern YEAR = Pattern.compile("20[2-3]\\d");

    public static NameKey of(String name) {
        List<String> words = new ArrayList<>();
        List<String> numbers = new ArrayList<>();
        String plain = POINT.matcher(name.toLowerCase(Locale.ROOT)).replaceAll(".");
        Matcher token = TOKEN.matcher(plain);
        while (token.find()) {
            if (token.group(4) != null) {
                word(token.group(4), plain, token.end(), words);
            } else if (token.group(1) != null || token.group(3) != null) {
                words.add(token.group());
            } else {
                numbers.add(token.group(2));
            }
        }
        Collections.sort(words);
        return new NameKey(List.copyOf(words), List.copyOf(numbers));
    }

    /** The v of {@code v3} says no more than the 3. */
    private static void word(String word, String name, int end, List<String> words) {
        boolean version =
                word.equals("v") && end < name.length() && Character.isDigit(name.charAt(end));
        if (!version) {
            words.add(word);
        }
    }

    public NameKey without(Set<String> noise) {
        return new NameKey(words.stream().filter(word -> !noise.contains(word)).toList(), numbers);
    }

    /** Without a day at the end: {@code 20250929}, or {@code 2025-09-29}. */
    public NameKey withoutDay() {
        int count = numbers.size();
        if (count > 1 && DAY.matcher(numbers.getLast()).matches()) {
            return new NameKey(words, numbers.subList(0, count - 1));
        }
        if (count > 3 && YEAR.matcher(numbers.get(count - 3)).matches()) {
            return new NameKey(words, numbers.subList(0, count - 3));
        }
        return this;
    }
}
