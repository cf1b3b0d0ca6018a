package dev.undercut.market.capability;

import dev.undercut.chat.Effort;
import dev.undercut.market.CapabilityIndex;
import dev.undercut.market.data.CapabilityFiles;

/** The shipped evidence, fitted once for all tests of this room. */
final class Fitted {
    static final Evidence EVIDENCE = CapabilityFiles.evidence();
    static final CapabilityFit FIT = CapabilityFit.of(EVIDENCE);

    private Fitted() {}

    static CapabilityIndex.Entry place(String model, String effort) {
        return FIT.index().entries().stream()
                .filter(entry -> entry.model().equals(model))
                .filter(entry -> entry.effort() == Effort.of(effort).orElseThrow())
                .findFirst()
                .orElseThrow(() -> new AssertionError("no place: " + model + " at " + effort));
    }
}
