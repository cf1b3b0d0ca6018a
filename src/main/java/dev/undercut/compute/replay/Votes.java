package dev.undercut.compute.replay;

import dev.undercut.compute.stat.BetaStop;
import dev.undercut.compute.stat.Groups;
import dev.undercut.compute.stat.Tally;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** What each way of choosing makes of the samples of one question. */
final class Votes {
    /** The most samples that adaptive votes take. */
    static final int CAP = 40;

    private static final int WINDOW = 5;

    /** Stands for no answer where that counts as one. */
    private static final String NONE = "\0";

    private Votes() {}

    /** Says whether what it chooses of a list is right. */
    @FunctionalInterface
    interface Choosing {
        boolean right(List<Sample> samples);
    }

    /**
     * What an adaptive vote came to.
     *
     * @param right whether its answer is
     * @param used samples
     */
    record Stopped(boolean right, int used) {}

    /** How much the sample's vote weighs. */
    @FunctionalInterface
    interface Weight {
        double of(Sample sample);
    }

    /** The answer with the most votes; no answer abstains. */
    static boolean majority(List<Sample> samples) {
        return weighted(samples, sample -> 1);
    }

    /** The answer with the most weight. */
    static boolean weighted(List<Sample> samples, Weight weight) {
        Tally tally = new Tally();
        for (int i = 0; i < samples.size(); i++) {
            Sample sample = samples.get(i);
            tally.add(i, sample.answer(), weight.of(sample));
        }
        return tally.leader().isPresent() && samples.get(tally.leaderAt()).correct();
    }

    /** The best score; of equal ones the first. */
    static boolean best(List<Sample> samples) {
        Sample best = samples.getFirst();
        for (Sample sample : samples) {
            if (score(sample) > score(best)) {
                best = sample;
            }
        }
        return best.correct();
    }

    private static double score(Sample sample) {
        Double score = sample.score();
        return score == null ? Double.NEGATIVE_INFINITY : score;
    }

    /** The first member of the best group of the same behaviour. */
    static boolean grouped(List<Sample> samples, Groups.Measure measure) {
        Groups groups = new Groups();
        for (int i = 0; i < samples.size(); i++) {
            String answer = samples.get(i).answer();
            groups.add(i, answer.substring(answer.indexOf(':') + 1));
        }
        return groups.best(measure).map(group -> samples.get(group.first()).correct()).orElse(false);
    }

    /** The share of all rotations of the samples whose first {@code k} choose right. */
    static double rotated(List<Sample> samples, int k, Choosing choosing) {
        int n = samples.size();
        List<Sample> twice = new ArrayList<>(samples);
        twice.addAll(samples);
        int right = 0;
        for (int from = 0; from < n; from++) {
            right += choosing.right(twice.subList(from, from + Math.min(k, n))) ? 1 : 0;
        }
        return (double) right / n;
    }

    /** Samples in order until the leader is likely enough the mode. */
    static Stopped untilSure(List<Sample> samples, BetaStop rule) {
        Tally tally = new Tally();
        int most = Math.min(CAP, samples.size());
        int used = 0;
        boolean met = false;
        while (used < most && !met) {
            String answer = samples.get(used).answer();
            tally.add(used, answer.isEmpty() ? NONE : answer);
            used++;
            met = rule.met((int) tally.leading(), (int) tally.runningUp());
        }
        return new Stopped(majority(samples.subList(0, used)), used);
    }

    /** Windows of samples until one is of one mind. */
    static Stopped untilUnanimous(List<Sample> samples) {
        int most = Math.min(CAP, samples.size());
        for (int from = 0; from + WINDOW <= most; from += WINDOW) {
            List<Sample> window = samples.subList(from, from + WINDOW);
            Set<String> answers = new HashSet<>();
            window.forEach(sample -> answers.add(sample.answer()));
            if (answers.size() == 1) {
                return new Stopped(majority(window), from + WINDOW);
            }
        }
        return new Stopped(majority(samples.subList(0, most)), most);
    }
}
