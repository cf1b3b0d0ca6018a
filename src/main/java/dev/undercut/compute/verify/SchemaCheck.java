package dev.undercut.compute.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.google.re2j.Pattern;
import dev.harrel.jsonschema.Draft2020EvaluatorFactory;
import dev.harrel.jsonschema.Error;
import dev.harrel.jsonschema.Evaluator;
import dev.harrel.jsonschema.EvaluatorFactory;
import dev.harrel.jsonschema.SchemaParsingContext;
import dev.harrel.jsonschema.Validator;
import dev.harrel.jsonschema.ValidatorFactory;
import dev.harrel.jsonschema.providers.JacksonNode;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Checks JSON by a schema of draft 2020-12 that a stranger wrote. Schemas of other places are not
 * fetched; regular expressions are RE2's; and every evaluation of a keyword counts as a step, of
 * which there are so many: a schema of a few lines can ask for more than any machine can do.
 */
final class SchemaCheck {
    /** Allowed for one document. */
    private static final int STEPS = 200_000;

    private static final int LONGEST_SCHEMA = 100_000;
    private static final int LONGEST_DOCUMENT = 1_000_000;
    private static final int ERRORS_SHOWN = 3;
    private static final URI HERE = URI.create("urn:undercut:schema");

    /** The steps left to the thread that checks; made anew for each document. */
    private static final ScopedValue<Steps> LEFT = ScopedValue.newInstance();

    private final String schema;

    private SchemaCheck(String schema) {
        this.schema = schema;
    }

    /** Makes a check; refused for the field {@code schema}. */
    static Made<SchemaCheck> of(JsonNode schema) {
        if (!schema.isObject() && !schema.isBoolean()) {
            return new Made.Refused<>("schema", "expected a JSON schema: an object or a boolean");
        }
        String text = schema.toString();
        if (text.length() > LONGEST_SCHEMA) {
            return new Made.Refused<>(
                    "schema", "a schema has at most " + LONGEST_SCHEMA + " characters");
        }
        SchemaCheck check = new SchemaCheck(text);
        try {
            var _ = check.limited(() -> check.registered());
            return new Made.Ready<>(check);
        } catch (BadPatternException e) {
            return new Made.Refused<>("schema", String.valueOf(e.getMessage()));
        } catch (Steps.TooManyException | StackOverflowError e) {
            return new Made.Refused<>("schema", "it takes too many steps to read");
        } catch (RuntimeException e) {
            return new Made.Refused<>(
                    "schema", "not a JSON schema of draft 2020-12: " + shown(e.getMessage()));
        }
    }

    /**
     * What is wrong with a document.
     *
     * @return nothing when it obeys, else a few sentences
     */
    List<String> faults(JsonNode document) {
        if (document.toString().length() > LONGEST_DOCUMENT) {
            return List.of("the JSON is longer than " + LONGEST_DOCUMENT + " characters");
        }
        try {
            return limited(() -> checked(document));
        } catch (Steps.TooManyException | StackOverflowError e) {
            return List.of("checking it by this schema takes more than " + STEPS + " steps");
        } catch (RuntimeException e) {
            return List.of("it cannot be checked by this schema: " + shown(e.getMessage()));
        }
    }

    private List<String> checked(JsonNode document) {
        Validator.Result result = registered().validate(HERE, document);
        if (result.isValid()) {
            return List.of();
        }
        List<String> faults =
                result.getErrors().stream().limit(ERRORS_SHOWN).map(SchemaCheck::fault).toList();
        return faults.isEmpty() ? List.of("the JSON does not obey the schema") : faults;
    }

    private static String fault(Error error) {
        String where = error.getInstanceLocation();
        return (where.isEmpty() ? "the whole" : shown(where)) + ": " + shown(error.getError());
    }

    private Validator registered() {
        Validator validator =
                new ValidatorFactory()
                        .withJsonNodeFactory(new JacksonNode.Factory(JsonTexts.MAPPER))
                        .withEvaluatorFactory(new Counted())
                        .createValidator();
        var _ = validator.registerSchema(HERE, schema);
        return validator;
    }

    private <T> T limited(java.util.function.Supplier<T> work) {
        return ScopedValue.where(LEFT, new Steps(STEPS)).call(work::get);
    }

    private static String shown(@org.jspecify.annotations.Nullable String text) {
        String said = text == null ? "" : text;
        return said.length() > 200 ? said.substring(0, 200) + "…" : said;
    }

    /** A pattern in a schema is none. */
    private static final class BadPatternException extends RuntimeException {
        private static final long serialVersionUID = 1L;

        BadPatternException(String message) {
            super(message);
        }
    }

    /** The keywords of the draft, each one counting its evaluations, with RE2's expressions. */
    private static final class Counted implements EvaluatorFactory {
        private final EvaluatorFactory draft = new Draft2020EvaluatorFactory();

        @Override
        public Optional<Evaluator> create(
                SchemaParsingContext context, String field, dev.harrel.jsonschema.JsonNode node) {
            LEFT.get().take(1);
            if (field.equals("pattern") && node.isString()) {
                return Optional.of(new Step(pattern(node.asString()), node));
            }
            if (field.equals("patternProperties") && node.isObject()) {
                return Optional.of(new Step(properties(context, node), node));
            }
            return draft.create(context, field, node).map(inner -> new Step(inner, node));
        }

        private static Evaluator pattern(String written) {
            Pattern pattern = compiled(written);
            return (context, node) -> {
                if (!node.isString()) {
                    return Evaluator.Result.success();
                }
                LEFT.get().take(1 + node.asString().length() / 100);
                return pattern.matcher(node.asString()).find()
                        ? Evaluator.Result.success()
                        : Evaluator.Result.failure("does not match " + written);
            };
        }

        private static Evaluator properties(
                SchemaParsingContext parsing, dev.harrel.jsonschema.JsonNode node) {
            record Rule(Pattern pattern, String schema) {}
            List<Rule> rules =
                    node.asObject().entrySet().stream()
                            .map(entry ->
                                    new Rule(
                                            compiled(entry.getKey()),
                                            parsing.getAbsoluteUri(entry.getValue())))
                            .toList();
            return (context, instance) -> {
                if (!instance.isObject()) {
                    return Evaluator.Result.success();
                }
                boolean valid = true;
                Set<String> matched = new java.util.HashSet<>();
                for (var member : instance.asObject().entrySet()) {
                    for (Rule rule : rules) {
                        LEFT.get().take(1 + member.getKey().length() / 100);
                        if (rule.pattern().matcher(member.getKey()).find()) {
                            matched.add(member.getKey());
                            valid &=
                                    context.resolveInternalRefAndValidate(
                                            rule.schema(), member.getValue());
                        }
                    }
                }
                return valid
                        ? Evaluator.Result.success(Set.copyOf(matched))
                        : Evaluator.Result.failure("a member does not obey patternProperties");
            };
        }

        private static Pattern compiled(String written) {
            return switch (Patterns.compiled("schema", written)) {
                case Made.Ready<Pattern>(Pattern pattern) -> pattern;
                case Made.Refused<Pattern>(String field, String message) ->
                        throw new BadPatternException(message);
            };
        }
    }

    /** A keyword's evaluation, counted: one step, and one for each item it looks at. */
    private record Step(Evaluator inner, dev.harrel.jsonschema.JsonNode keyword)
            implements Evaluator {
        @Override
        public Result evaluate(
                dev.harrel.jsonschema.EvaluationContext context,
                dev.harrel.jsonschema.JsonNode node) {
            long steps = 1;
            if (keyword.isArray()) {
                steps += keyword.asArray().size();
            }
            if (node.isArray()) {
                steps += node.asArray().size();
            } else if (node.isObject()) {
                steps += node.asObject().size();
            }
            LEFT.get().take(steps);
            return inner.evaluate(context, node);
        }

        @Override
        public int getOrder() {
            return inner.getOrder();
        }
    }
}
