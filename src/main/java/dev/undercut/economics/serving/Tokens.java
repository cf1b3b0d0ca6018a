package dev.undercut.economics.serving;

/**
 * Which tokens a rate or a cost counts. Only ever a type argument: a cost per input token and one
 * per token of any kind are different types, and the compiler tells them apart.
 */
public sealed interface Tokens {
    /** Tokens read. */
    final class Input implements Tokens {
        private Input() {}
    }

    /** Tokens written. */
    final class Output implements Tokens {
        private Output() {}
    }

    /** Tokens read and written together, as many measurements count them. */
    final class Total implements Tokens {
        private Total() {}
    }
}
