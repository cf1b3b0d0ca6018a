package dev.undercut.dispatch.run;

import com.fasterxml.jackson.databind.node.ObjectNode;
import dev.undercut.chat.ChatRequest;
import dev.undercut.chat.Conversation;
import dev.undercut.compute.run.Checking;
import dev.undercut.compute.run.RunSpec;
import dev.undercut.compute.spec.Estimate;
import dev.undercut.dispatch.Job;
import dev.undercut.route.Plan;

/**
 * A run that can begin.
 *
 * @param run the run's id, which is its first request's
 * @param job the client's request
 * @param request as it came
 * @param question what it says
 * @param plan what one call would be answered by; its baseline is the run's
 * @param wish what was wanted, all of it
 * @param spec the same, read
 * @param checking how answers are judged
 * @param models who answers
 * @param estimate what it will cost
 */
record Planned(
        String run,
        Job job,
        ChatRequest request,
        Conversation question,
        Plan plan,
        ObjectNode wish,
        RunSpec spec,
        Checking checking,
        OfferedModels models,
        Estimate estimate) {}
