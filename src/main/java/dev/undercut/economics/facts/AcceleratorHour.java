package dev.undercut.economics.facts;

import dev.undercut.economics.serving.CostBasis;
import dev.undercut.economics.serving.HourlyCost;
import java.time.LocalDate;
import org.jspecify.annotations.Nullable;

/**
 * What an hour of an accelerator costs on some terms, as somebody published it.
 *
 * @param accelerator its name
 * @param asOf the day of the source
 * @param source its key
 * @param note what to know about it, or null
 */
public record AcceleratorHour(
        String accelerator,
        CostBasis basis,
        HourlyCost cost,
        LocalDate asOf,
        String source,
        @Nullable String note) {}
