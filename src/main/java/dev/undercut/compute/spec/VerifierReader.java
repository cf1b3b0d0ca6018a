package dev.undercut.compute.spec;

import com.fasterxml.jackson.databind.JsonNode;
import dev.undercut.compute.verify.VerifierSpec;
import java.math.BigDecimal;
import java.net.URI;
import java.net.URISyntaxException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Reads {@code compute.verifier}. */
final class VerifierReader {
    private static final BigDecimal PATIENCE = BigDecimal.TEN;
    private static final int MOST_SECONDS = 60;

    private final Fields fields;

    VerifierReader(Fields fields) {
        this.fields = fields;
    }

    /** Names the type of a verifier that is a model. */
    static final String JUDGE = "judge";

    /** What it asks for, or null for a judge, whom the reader of the whole makes. */
    @Nullable VerifierSpec read() throws Fault {
        String type = fields.needed("type");
        return switch (type) {
            case "exact" -> {
                fields.only(List.of("type", "expected"));
                yield new VerifierSpec.Exact(expected());
            }
            case "numeric" -> numeric();
            case "choice" -> {
                fields.only(List.of("type", "expected", "options"));
                yield new VerifierSpec.Choice(expected(), fields.whole("options", 5, 2, 26));
            }
            case "boxed" -> {
                fields.only(List.of("type", "expected"));
                yield new VerifierSpec.Boxed(expected());
            }
            case "json" -> pointer();
            case "regex" -> {
                fields.only(List.of("type", "pattern", "whole"));
                yield new VerifierSpec.Regex(fields.needed("pattern"), fields.flag("whole"));
            }
            case "json_schema" -> schema();
            case "http" -> http();
            case "unit_test" -> unitTests();
            case JUDGE -> {
                fields.only(List.of("type", "model"));
                yield null;
            }
            default ->
                    throw fields.fault(
                            "type",
                            "there is no verifier '"
                                    + type
                                    + "'; there are exact, numeric, choice, boxed, json, regex,"
                                    + " json_schema, http, unit_test and judge");
        };
    }

    private String expected() throws Fault {
        JsonNode value = fields.node("expected");
        return value.isNumber() ? value.decimalValue().toPlainString() : fields.needed("expected");
    }

    private VerifierSpec numeric() throws Fault {
        fields.only(List.of("type", "expected", "tolerance", "relative"));
        BigDecimal tolerance = fields.number("tolerance");
        return new VerifierSpec.Numeric(
                expected(),
                tolerance == null ? BigDecimal.ZERO : tolerance,
                fields.flag("relative"));
    }

    private VerifierSpec pointer() throws Fault {
        fields.only(List.of("type", "pointer", "expected"));
        if (fields.node("expected").isMissingNode()) {
            throw fields.fault("expected", "is missing");
        }
        return new VerifierSpec.Pointer(fields.text("pointer", ""), fields.node("expected"));
    }

    private VerifierSpec schema() throws Fault {
        fields.only(List.of("type", "schema"));
        if (fields.node("schema").isMissingNode()) {
            throw fields.fault("schema", "is missing");
        }
        return new VerifierSpec.Schema(fields.node("schema"));
    }

    private VerifierSpec http() throws Fault {
        fields.only(List.of("type", "url", "timeout"));
        BigDecimal seconds = fields.number("timeout");
        BigDecimal patience = seconds == null ? PATIENCE : seconds;
        if (patience.signum() <= 0 || patience.compareTo(BigDecimal.valueOf(MOST_SECONDS)) > 0) {
            throw fields.fault("timeout", "expected seconds, above 0 and at most " + MOST_SECONDS);
        }
        try {
            return new VerifierSpec.Http(
                    new URI(fields.needed("url")),
                    Duration.ofMillis(patience.movePointRight(3).longValue()));
        } catch (URISyntaxException e) {
            throw fields.fault("url", "expected an address");
        }
    }

    private VerifierSpec unitTests() throws Fault {
        fields.only(List.of("type", "language", "prelude", "tests"));
        return new VerifierSpec.UnitTests(
                fields.text("language", "python"),
                fields.text("prelude", ""),
                fields.texts("tests"));
    }
}
