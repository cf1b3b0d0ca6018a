package dev.undercut.route;

import dev.undercut.chat.Refusal;

/** What the router decided. */
public sealed interface Decision {

    /** These offers, in this order. */
    record Planned(Plan plan) implements Decision {}

    /** Nobody: the name is unknown or nothing adequate can be called. */
    record NoOffer(Refusal refusal) implements Decision {}
}
