package dev.undercut.provider.sandbox.skill;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The game of 24: four numbers, each used once, and + - * / to make 24. Hard to do, easy to check:
 * what a strategy with a checker is good at.
 */
final class GameOf24 implements Skill {

    private static final Pattern ASKED =
            Pattern.compile(
                    "(?i)\\b(?:make|get|reach|obtain|equal|equals|game of)\\s+(?:exactly\\s+)?24\\b");

    private static final String GAP = "(?:\\s*,\\s*(?:and\\s+)?|\\s+(?:and\\s+)?)";

    private static final Pattern FOUR =
            Pattern.compile(
                    "(?<![\\d.])(\\d{1,2})" + (GAP + "(\\d{1,2})").repeat(3) + "(?![\\d.]*\\d)");

    @Override
    public Optional<Task> recognise(String text) {
        if (!text.contains("24") || !ASKED.matcher(text).find()) {
            return Optional.empty();
        }
        Matcher four = FOUR.matcher(text);
        int @Nullable [] numbers = null;
        while (four.find()) {
            numbers = new int[4];
            for (int i = 0; i < 4; i++) {
                numbers[i] = Integer.parseInt(four.group(i + 1));
            }
        }
        return numbers == null ? Optional.empty() : Optional.of(new HandOf24(numbers));
    }
}
