package dev.undercut.provider.sandbox;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * Checks answers from the text of a problem alone, by arithmetic that shares nothing with the
 * sandbox: it picks the numbers out of the text and computes in another way where there is one.
 */
final class AnswerKey {

    private static final Pattern NUMBER = Pattern.compile("\\d+(?:\\.\\d+)?");
    private static final BigDecimal HUNDRED = new BigDecimal(100);

    private AnswerKey() {}

    static boolean isRight(Problem problem, String answer) {
        if (problem.kind().equals("game-of-24")) {
            return isRight24(problem, answer);
        }
        if (!answer.matches("-?\\d+(\\.\\d+)?")) {
            return false;
        }
        BigDecimal truth = truth(problem).setScale(6, RoundingMode.HALF_UP);
        return truth.compareTo(new BigDecimal(answer).setScale(6, RoundingMode.HALF_UP)) == 0;
    }

    private static List<BigDecimal> numbers(String text) {
        return NUMBER.matcher(text).results().map(MatchResult::group).map(BigDecimal::new).toList();
    }

    static BigDecimal truth(Problem problem) {
        List<BigDecimal> n = numbers(problem.text());
        return switch (problem.kind()) {
            case "arithmetic" ->
                    new Calculator(problem.text().replaceAll("[^-0-9.+*^()]", "")).result();
            case "shopping" -> n.get(0).multiply(n.get(1)).add(n.get(2).multiply(n.get(3)));
            case "change" -> n.get(2).subtract(n.get(1).multiply(n.get(0)));
            case "trains" -> over(n.get(0), n.get(1).add(n.get(2)));
            case "ages" -> over(n.get(0).add(n.get(1)), n.get(2)).subtract(n.get(1));
            case "rates" -> over(n.get(0).multiply(n.get(2)), n.get(1));
            case "discount" -> percentOff(percentOff(n.get(0), n.get(1)), n.get(2));
            case "growth" -> percentOff(percentOff(n.get(0), n.get(1).negate()), n.get(1).negate());
            case "work" -> over(n.get(0).multiply(n.get(1)), n.get(0).add(n.get(1)));
            case "remainder" ->
                    BigDecimal.valueOf(n.get(0).intValueExact() % n.get(1).intValueExact());
            case "sequence" -> term(n.get(0), n.get(1), n.get(2).intValueExact());
            case "garden" -> ring(n.get(0), n.get(1), n.get(2));
            case "average" ->
                    n.get(3)
                            .multiply(new BigDecimal(4))
                            .subtract(n.get(0))
                            .subtract(n.get(1))
                            .subtract(n.get(2));
            case "wages" -> wages(n.get(0), n.get(2));
            case "legs" -> cows(n.get(0).intValueExact(), n.get(1).intValueExact());
            default -> throw new AssertionError("no key for " + problem);
        };
    }

    private static BigDecimal over(BigDecimal a, BigDecimal b) {
        return a.divide(b, 20, RoundingMode.HALF_UP);
    }

    private static BigDecimal percentOff(BigDecimal price, BigDecimal percent) {
        return price.subtract(price.multiply(percent).divide(HUNDRED));
    }

    private static BigDecimal term(BigDecimal first, BigDecimal step, int index) {
        return Stream.iterate(first, t -> t.add(step)).skip(index - 1L).findFirst().orElseThrow();
    }

    /** Two strips along, two strips across, four corners. */
    private static BigDecimal ring(BigDecimal a, BigDecimal b, BigDecimal w) {
        BigDecimal strips = a.add(b).multiply(w).multiply(new BigDecimal(2));
        return strips.add(w.multiply(w).multiply(new BigDecimal(4)));
    }

    private static BigDecimal wages(BigDecimal hourly, BigDecimal hours) {
        BigDecimal overtime = hours.subtract(new BigDecimal(40));
        return hourly.multiply(hours).add(hourly.multiply(overtime).divide(new BigDecimal(2)));
    }

    private static BigDecimal cows(int heads, int legs) {
        for (int cows = 0; cows <= heads; cows++) {
            if (4 * cows + 2 * (heads - cows) == legs) {
                return BigDecimal.valueOf(cows);
            }
        }
        throw new AssertionError("no farm has " + heads + " heads and " + legs + " legs");
    }

    /**
     * The answer uses the four numbers and is 24; or says that there is none, and there is none.
     */
    private static boolean isRight24(Problem problem, String answer) {
        List<BigDecimal> given = numbers(problem.text().replace("make 24", ""));
        double[] cards = given.stream().mapToDouble(BigDecimal::doubleValue).toArray();
        if (answer.equals("no solution")) {
            return !reaches24(cards);
        }
        List<BigDecimal> used = new ArrayList<>(numbers(answer));
        given.forEach(used::remove);
        boolean allOnce = used.isEmpty() && numbers(answer).size() == 4;
        BigDecimal value = new Calculator(answer.replace(" ", "")).result();
        return allOnce
                && value.setScale(9, RoundingMode.HALF_UP).compareTo(new BigDecimal(24)) == 0;
    }

    private static boolean reaches24(double[] terms) {
        if (terms.length == 1) {
            return Math.abs(terms[0] - 24) < 1e-9;
        }
        for (int i = 0; i < terms.length; i++) {
            for (int j = 0; j < terms.length; j++) {
                if (i != j) {
                    double a = terms[i];
                    double b = terms[j];
                    for (double joined : new double[] {a + b, a - b, a * b, a / b}) {
                        double[] rest = Arrays.copyOf(without(terms, i, j), terms.length - 1);
                        rest[rest.length - 1] = joined;
                        if (reaches24(rest)) {
                            return true;
                        }
                    }
                }
            }
        }
        return false;
    }

    private static double[] without(double[] terms, int i, int j) {
        double[] rest = new double[terms.length - 2];
        int at = 0;
        for (int k = 0; k < terms.length; k++) {
            if (k != i && k != j) {
                rest[at++] = terms[k];
            }
        }
        return rest;
    }

    /** A plain calculator by recursive descent over decimals: + - * / ^ and brackets. */
    private static final class Calculator {

        private final String text;
        private int at;

        Calculator(String text) {
            this.text = text.endsWith(".") ? text.substring(0, text.length() - 1) : text;
        }

        BigDecimal result() {
            BigDecimal result = sum();
            if (at != text.length()) {
                throw new AssertionError(text + " stops at " + at);
            }
            return result;
        }

        private boolean eat(char c) {
            boolean there = at < text.length() && text.charAt(at) == c;
            at += there ? 1 : 0;
            return there;
        }

        private BigDecimal sum() {
            BigDecimal value = product();
            while (true) {
                if (eat('+')) {
                    value = value.add(product());
                } else if (eat('-')) {
                    value = value.subtract(product());
                } else {
                    return value;
                }
            }
        }

        private BigDecimal product() {
            BigDecimal value = power();
            while (true) {
                if (eat('*')) {
                    value = value.multiply(power());
                } else if (eat('/')) {
                    BigDecimal by = power();
                    value = by.signum() == 0 ? new BigDecimal("0.5") : over(value, by);
                } else {
                    return value;
                }
            }
        }

        private BigDecimal power() {
            BigDecimal base = atom();
            return eat('^') ? base.pow(power().intValueExact()) : base;
        }

        private BigDecimal atom() {
            if (eat('-')) {
                return atom().negate();
            }
            if (eat('(')) {
                BigDecimal inner = sum();
                if (!eat(')')) {
                    throw new AssertionError("bracket not closed in " + text);
                }
                return inner;
            }
            int from = at;
            while (at < text.length()
                    && (Character.isDigit(text.charAt(at)) || text.charAt(at) == '.')) {
                at++;
            }
            return new BigDecimal(text.substring(from, at));
        }
    }
}
