package dev.undercut.compute.replay;

import dev.undercut.compute.stat.BetaStop;
import dev.undercut.compute.stat.Groups;
import dev.undercut.compute.stat.Tally;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** What each way of choosing makes of the samples of one question. */
final class Votes {
    /** The most samples that adaptive votes take. */
    static final int CAP = 40;

    private static final int WINDOW = 5;

    /** Stands for no answer where that counts as one. */
    private static final String NONE = "\0";

    private Votes() {}

    /** Is shown samples one by one, and says what it would choose of those seen. */
    interface Counter {
        void add(int position, Sample sample);

        /** Whether the one it would choose is right. */
        boolean right();
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
        Counter counter = new Weighed(sample -> 1);
        for (int i = 0; i < samples.size(); i++) {
            counter.add(i, samples.get(i));
        }
        return counter.right();
    }

    /**
     * The share of all rotations of the samples whose first {@code k} choose right.
     *
     * @param ladder the numbers {@code k}, ascending, none above the number of samples
     * @return a share for each
     */
    static double[] rotated(
            List<Sample> samples, List<Integer> ladder, Supplier<Counter> counters) {
        int n = samples.size();
        int[] right = new int[ladder.size()];
        for (int from = 0; from < n; from++) {
            Counter counter = counters.get();
            int seen = 0;
            for (int step = 0; step < right.length; step++) {
                for (; seen < ladder.get(step); seen++) {
                    counter.add(seen, samples.get((from + seen) % n));
                }
                right[step] += counter.right() ? 1 : 0;
            }
        }
        return Arrays.stream(right).mapToDouble(count -> (double) count / n).toArray();
    }

    /** The answer with the most weight. */
    static final class Weighed implements Counter {
        private final Weight weight;
        private final Tally tally = new Tally();
        private final List<Boolean> correct = new ArrayList<>();

        Weighed(Weight weight) {
            this.weight = weight;
        }

        @Override
        public void add(int position, Sample sample) {
            tally.add(position, sample.answer(), weight.of(sample));
            correct.add(sample.correct());
        }

        @Override
        public boolean right() {
            return tally.leader().isPresent() && correct.get(tally.leaderAt());
        }
    }

    /** The best score; of equal ones the first. */
    static final class Best implements Counter {
        private @Nullable Sample best;

        @Override
        public void add(int position, Sample sample) {
            Sample before = best;
            best = before == null || score(sample) > score(before) ? sample : before;
        }

        @Override
        public boolean right() {
            Sample chosen = best;
            return chosen != null && chosen.correct();
        }

        private static double score(Sample sample) {
            Double score = sample.score();
            return score == null ? Double.NEGATIVE_INFINITY : score;
        }
    }

    /** The first member of the best group of the same behaviour. */
    static final class Grouped implements Counter {
        private final Groups.Measure measure;
        private final Groups groups = new Groups();
        private final List<Sample> seen = new ArrayList<>();

        Grouped(Groups.Measure measure) {
            this.measure = measure;
        }

        @Override
        public void add(int position, Sample sample) {
            groups.add(position, sample.behaviour());
            seen.add(sample);
        }

        @Override
        public boolean right() {
            return groups.best(measure)
                    .map(group -> seen.get(group.first()).correct())
                    .orElse(false);
        }
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
