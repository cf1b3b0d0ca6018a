package dev.undercut.dispatch;

import dev.undercut.chat.ChatRequest;
import dev.undercut.dispatch.walk.Sessions;
import dev.undercut.health.Target;
import dev.undercut.market.Offer;
import dev.undercut.route.Plan;
import dev.undercut.route.Quote;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A plan's offers in the order in which they are asked now: the one that a conversation stays with
 * first, those that are left alone for being slow last.
 *
 * @param plan as the router made it
 * @param quotes its offers, in the order to ask
 * @param own how many of the first ones are no fallbacks of other names
 * @param session the conversation, or null when it is not kept to an offer
 * @param reason why the first is first, in words
 */
record Lineup(
        Plan plan,
        List<Quote> quotes,
        int own,
        Sessions.@Nullable Conversing session,
        String reason) {

    static Lineup of(
            Plan plan, ChatRequest request, Job job, Serving serving, Dispatch.Rooms rooms) {
        List<Quote> given = plan.quotes();
        int own = Math.min(plan.own(), given.size());
        if (given.size() == 1) {
            return new Lineup(plan, given, own, null, plan.reason());
        }
        List<Quote> well = new ArrayList<>(given.size());
        List<Quote> slow = new ArrayList<>(0);
        for (Quote quote : given.subList(0, own)) {
            boolean ejected = rooms.health().isEjected(target(quote.offer(), serving.upstreams()));
            (ejected ? slow : well).add(quote);
        }
        String reason = plan.reason();
        if (!slow.isEmpty() && !well.isEmpty() && slow.getFirst().equals(given.getFirst())) {
            reason += "; " + slow.getFirst().offer().name() + " is left alone for being slow";
        }
        Sessions.@Nullable Conversing session = null;
        if (serving.sticky() && own > 1) {
            session =
                    rooms.sessions()
                            .conversing(
                                    request,
                                    plan.preferences(),
                                    job.keyId(),
                                    plan.first().inputTokens(),
                                    job.at());
            Quote stays = session == null ? null : session.stays(well, rooms.nanos().getAsLong());
            if (stays != null && !stays.equals(well.getFirst())) {
                well.remove(stays);
                well.addFirst(stays);
                reason = "the conversation stays with its offer";
            }
        }
        well.addAll(slow);
        well.addAll(given.subList(own, given.size()));
        return new Lineup(plan, well, own, session, reason);
    }

    /** Who is to be called, as health knows it. */
    static Target target(Offer offer, Upstreams upstreams) {
        return new Target(offer.name(), offer.provider(), upstreams.of(offer.provider()).keys());
    }
}
