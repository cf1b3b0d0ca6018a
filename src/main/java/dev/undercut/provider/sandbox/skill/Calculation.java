package dev.undercut.provider.sandbox.skill;

import java.math.BigDecimal;
import java.util.List;

/**
 * What a calculator is asked.
 *
 * @param expression such as {@code 17*23}
 * @param operator the operator, one of {@code + - * / ^ %}, where there is exactly one, else {@code
 *     ' '}
 * @param operands its two operands, or none
 */
public record Calculation(String expression, char operator, List<BigDecimal> operands) {
    public Calculation {
        operands = List.copyOf(operands);
    }
}
