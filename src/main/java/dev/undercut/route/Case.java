package dev.undercut.route;

import dev.undercut.chat.ChatRequest;
import dev.undercut.health.Speeds;
import java.time.Instant;

/** One request, and everything else that the decision about it depends on. */
record Case(
        ChatRequest request, Listing listing, RouteSettings settings, Instant at, Speeds speeds) {}
