package dev.undercut.provider.sandbox.skill;

import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Arithmetic in free text: "What is 17*23?", "17 times 23", "compute (3+4)^2 - 5", "15% of 80".
 *
 * <p>Numbers and signs alone are no question (dates, version numbers, earlier workings), so an
 * expression counts where words ask for it, or where it stands alone on its line.
 */
final class Arithmetic implements Skill {

    private static final Pattern ASKED =
            Pattern.compile(
                    "(?:what is|what's|whats|compute|calculate|evaluate|solve|simplify|how much is"
                            + "|work out|find|result of|value of)(?: the)?(?: value of| result of)?"
                            + "[ :\"'`]*$");

    private static final Pattern ALONE_BEFORE = Pattern.compile("(?:^|[\\n:])[ \"'`]*$");
    private static final Pattern ALONE_AFTER =
            Pattern.compile("^[ \"'`]*(?:(?:=|equals)?[ \"'`]*\\??|is what\\??|\\.)[ ]*(?:\\n|$)");

    /** How far before and after an expression the words around it are looked at. */
    private static final int AROUND = 60;

    private record Rewrite(Pattern from, String to) {
        Rewrite(String from, String to) {
            this(Pattern.compile(from), to);
        }
    }

    private static final String NUMBER = "(\\d{1,60}(?:\\.\\d{1,60})?)";

    /** Words to signs, in this order. */
    private static final List<Rewrite> REWRITES =
            List.of(
                    new Rewrite("\\\\times|\\\\cdot|[×·]", "*"),
                    new Rewrite("\\\\div|÷", "/"),
                    new Rewrite("[−–]", "-"),
                    new Rewrite("\\*\\*", "^"),
                    new Rewrite("[$\\t\\r]", " "),
                    new Rewrite("(?<=\\d),(?=\\d{3}(?!\\d))", ""),
                    new Rewrite(NUMBER + " ?(?:%|percent) of " + NUMBER, "($1/100*$2)"),
                    new Rewrite("multiply " + NUMBER + " (?:by|and|with) " + NUMBER, "solve $1*$2"),
                    new Rewrite("divide " + NUMBER + " by " + NUMBER, "solve $1/$2"),
                    new Rewrite("add " + NUMBER + " (?:to|and) " + NUMBER, "solve $1+$2"),
                    new Rewrite("subtract " + NUMBER + " from " + NUMBER, "solve $2-$1"),
                    new Rewrite("(?:the )?sum of " + NUMBER + " and " + NUMBER, "$1+$2"),
                    new Rewrite("(?:the )?product of " + NUMBER + " and " + NUMBER, "$1*$2"),
                    new Rewrite(
                            "(?:the )?difference (?:of|between) " + NUMBER + " and " + NUMBER,
                            "$1-$2"),
                    new Rewrite("(?<=[\\d)]) ?x ?(?=[\\d(])", "*"),
                    new Rewrite("(?<=[\\d)]) (?:times|multiplied by) (?=[\\d(-])", "*"),
                    new Rewrite("(?<=[\\d)]) plus (?=[\\d(-])", "+"),
                    new Rewrite("(?<=[\\d)]) minus (?=[\\d(-])", "-"),
                    new Rewrite("(?<=[\\d)]) (?:divided by|over) (?=[\\d(-])", "/"),
                    new Rewrite("(?<=[\\d)]) (?:modulo|mod) (?=[\\d(-])", "%"),
                    new Rewrite("(?<=[\\d)]) (?:raised )?to the power (?:of )?(?=[\\d(-])", "^"),
                    new Rewrite("(?<=[\\d)]) squared\\b", "^2"),
                    new Rewrite("(?<=[\\d)]) cubed\\b", "^3"));

    @Override
    public Optional<Task> recognise(String text) {
        String plain = text.toLowerCase(Locale.ROOT);
        for (Rewrite rewrite : REWRITES) {
            plain = rewrite.from.matcher(plain).replaceAll(rewrite.to);
        }
        Expression found = find(plain);
        if (found == null) {
            return Optional.empty();
        }
        try {
            return Optional.of(new WorkedExpression(found, "", 0));
        } catch (ArithmeticException e) {
            return Optional.empty(); // larger than the sandbox computes
        }
    }

    /** The last expression that words ask for, else the first that stands alone on its line. */
    private static @Nullable Expression find(String text) {
        Expression asked = null;
        Expression alone = null;
        int at = 0;
        while (at < text.length()) {
            ExpressionParser.@Nullable Parsed parsed =
                    begins(text, at) ? ExpressionParser.parse(text, at) : null;
            if (parsed == null) {
                at++;
                continue;
            }
            if (parsed.expression().operations() > 0 && ends(text, parsed.end())) {
                if (isAsked(text, at)) {
                    asked = parsed.expression();
                } else if (alone == null && isAlone(text, at, parsed.end())) {
                    alone = parsed.expression();
                }
            }
            at = parsed.end();
        }
        return asked != null ? asked : alone;
    }

    private static boolean begins(String text, int at) {
        char c = text.charAt(at);
        if (c != '(' && c != '-' && (c < '0' || c > '9')) {
            return false;
        }
        char before = at == 0 ? ' ' : text.charAt(at - 1);
        return !Character.isLetterOrDigit(before) && ".,_*/^%+-)".indexOf(before) < 0;
    }

    /** A letter or a further sign after it means that it was only the head of something else. */
    private static boolean ends(String text, int end) {
        int next = end;
        while (next < text.length() && text.charAt(next) == ' ') {
            next++;
        }
        boolean glued = next == end && next < text.length();
        return !(glued && Character.isLetterOrDigit(text.charAt(next)))
                && !(next < text.length() && "+-*/^%(".indexOf(text.charAt(next)) >= 0);
    }

    private static boolean isAsked(String text, int at) {
        return ASKED.matcher(text.substring(Math.max(0, at - AROUND), at)).find();
    }

    private static boolean isAlone(String text, int at, int end) {
        int from = Math.max(0, at - AROUND);
        String before = (from > 0 ? "." : "") + text.substring(from, at);
        String after = text.substring(end, Math.min(text.length(), end + AROUND));
        return ALONE_BEFORE.matcher(before).find() && ALONE_AFTER.matcher(after).find();
    }
}
