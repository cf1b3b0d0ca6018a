package dev.undercut.compute.search;

import dev.undercut.compute.Ask;
import dev.undercut.compute.Chance;
import dev.undercut.compute.Choice;
import dev.undercut.compute.Outcome;
import dev.undercut.compute.Outcome.Answered;
import dev.undercut.compute.Search.Progress;
import dev.undercut.compute.Strategy;
import dev.undercut.compute.Trial;
import dev.undercut.compute.search.Match.Comparison;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * E. A judge compares answers in pairs (Chen et al., arXiv 2411.19477): knock-out, or a league in
 * which each meets as many others. Equal answers are made one before pairing; pairs are drawn by
 * the run's seed. A comparison that cannot be read is asked once more and then abstains; a match
 * without a winner goes to the answer that more candidates gave, then to the earlier one.
 */
final class Judging implements Tactic {
    private static final double TEMPERATURE = 0.7;

    /** Points for a match won in a league; a draw is worth one. */
    private static final int WIN = 2;

    private static final int OPPONENTS = 4;

    private final Strategy.Tournament strategy;
    private final int models;
    private final long seed;
    private final Candidates candidates = new Candidates();
    private final Agenda<Comparison> agenda = new Agenda<>();
    private final List<Contestant> contestants = new ArrayList<>();
    private List<Contestant> remaining = List.of();
    private List<Match> round = List.of();
    private int asked;
    private int solved;
    private int unsettled;
    private boolean over;

    Judging(Strategy.Tournament strategy, int models, long seed) {
        this.strategy = strategy;
        this.models = models;
        this.seed = seed;
    }

    @Override
    public Optional<Trial> next(int id) {
        if (id < strategy.n()) {
            asked++;
            return Optional.of(Trial.solve(id, id % models, TEMPERATURE));
        }
        Optional<Trial> compare = agenda.next(id);
        asked += compare.isPresent() ? 1 : 0;
        return compare;
    }

    @Override
    public void told(Trial trial, Outcome outcome) {
        if (trial.ask() instanceof Ask.Compare) {
            compared(trial.id(), outcome);
            return;
        }
        solved++;
        if (outcome instanceof Answered answer) {
            candidates.add(trial.id(), answer);
        }
        if (solved == strategy.n()) {
            line();
            draw();
        }
    }

    /** Lines up the contestants: one for each different answer. */
    private void line() {
        Map<String, Contestant> different = new LinkedHashMap<>();
        for (int trial : candidates.trials()) {
            Answered answer = candidates.at(trial);
            String same =
                    answer.answer() == null
                            ? "text " + answer.text().strip()
                            : "answer " + answer.answer();
            different.computeIfAbsent(same, key -> new Contestant(trial, answer.text())).support();
        }
        contestants.addAll(different.values());
        remaining = List.copyOf(contestants);
    }

    /** Pairs those that remain, or ends where fewer than two do. */
    private void draw() {
        if (remaining.size() < 2) {
            over = true;
            return;
        }
        List<Contestant> shuffled = shuffled(remaining);
        round = strategy.league() ? league(shuffled) : knockOut(shuffled);
        unsettled = round.size();
        round.forEach(this::compareMore);
    }

    private List<Contestant> shuffled(List<Contestant> some) {
        List<Contestant> shuffled = new ArrayList<>(some);
        SplittableRandom chance = Chance.of(seed, asked);
        for (int i = shuffled.size() - 1; i > 0; i--) {
            int other = chance.nextInt(i + 1);
            Contestant moved = shuffled.get(i);
            shuffled.set(i, shuffled.get(other));
            shuffled.set(other, moved);
        }
        return shuffled;
    }

    private List<Match> knockOut(List<Contestant> some) {
        List<Match> pairs = new ArrayList<>();
        for (int i = 0; i + 1 < some.size(); i += 2) {
            pairs.add(new Match(some.get(i), some.get(i + 1), strategy.comparisons()));
        }
        return pairs;
    }

    /**
     * On a circle, each meets its nearest neighbours, and one across where that leaves one open.
     */
    private List<Match> league(List<Contestant> circle) {
        int size = circle.size();
        int opponents = Math.min(size - 1, OPPONENTS);
        List<Match> pairs = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            for (int step = 1; step <= opponents / 2; step++) {
                pairs.add(match(circle, i, i + step));
            }
            if (opponents % 2 == 1 && i < size / 2) {
                pairs.add(match(circle, i, i + size / 2));
            }
        }
        return pairs;
    }

    private Match match(List<Contestant> circle, int home, int away) {
        return new Match(
                circle.get(home), circle.get(away % circle.size()), strategy.comparisons());
    }

    private void compareMore(Match match) {
        while (match.wantsMore()) {
            put(match.compare());
        }
    }

    private void put(Comparison one) {
        Ask ask = new Ask.Compare(one.first().text(), one.second().text());
        agenda.add(new Agenda.Item<>(one, one.first().trial(), strategy.judge(), ask, null));
    }

    private void compared(int trial, Outcome outcome) {
        Comparison one = agenda.done(trial);
        String verdict = verdict(outcome);
        if (verdict.isEmpty() && readableIfRepeated(outcome) && !one.again()) {
            put(one.repeated());
            return;
        }
        one.won(winner(one, verdict));
        compareMore(one.match());
        if (one.match().settled() && --unsettled == 0) {
            settle();
        }
    }

    private static @Nullable Contestant winner(Comparison one, String verdict) {
        return switch (verdict) {
            case "A" -> one.first();
            case "B" -> one.second();
            default -> null;
        };
    }

    /** A or B, or empty where neither can be read. */
    private static String verdict(Outcome outcome) {
        if (outcome instanceof Answered answer && answer.answer() != null) {
            String said = answer.answer().strip().toUpperCase(Locale.ROOT);
            return said.equals("A") || said.equals("B") ? said : "";
        }
        return "";
    }

    private static boolean readableIfRepeated(Outcome outcome) {
        return switch (outcome) {
            case Answered answered -> true;
            case Outcome.Failed(Outcome.Reason reason) -> reason == Outcome.Reason.UNREADABLE;
        };
    }

    private void settle() {
        if (strategy.league()) {
            round.forEach(Judging::award);
            over = true;
            return;
        }
        Set<Contestant> lost = new HashSet<>();
        for (Match match : round) {
            lost.add(winnerOf(match) == match.home() ? match.away() : match.home());
        }
        remaining = remaining.stream().filter(one -> !lost.contains(one)).toList();
        remaining.forEach(one -> one.score(1));
        draw();
    }

    private static void award(Match match) {
        Contestant winner = match.winner();
        if (winner == null) {
            match.home().score(1);
            match.away().score(1);
        } else {
            winner.score(WIN);
        }
    }

    private static Contestant winnerOf(Match match) {
        Contestant winner = match.winner();
        if (winner != null) {
            return winner;
        }
        return Contestant.BY_RANK.compare(match.home(), match.away()) <= 0
                ? match.home()
                : match.away();
    }

    @Override
    public Optional<Choice> decided() {
        return over ? best() : Optional.empty();
    }

    @Override
    public Optional<Choice> best() {
        if (contestants.isEmpty()) {
            return candidates.choose(candidates.byVotes(), Choice.Reason.EXHAUSTED);
        }
        return candidates.choose(
                contestants.stream().sorted(Contestant.BY_RANK).map(Contestant::trial).toList(),
                contestants.size() == 1 && solved > 1
                        ? Choice.Reason.AGREED
                        : Choice.Reason.EXHAUSTED);
    }

    @Override
    public Progress progress(int tellings) {
        int entrants = contestants.isEmpty() ? strategy.n() : contestants.size();
        long most = strategy.n() + comparisons(strategy, entrants);
        return candidates.progress(tellings, Math.clamp(most, 0, Integer.MAX_VALUE));
    }

    /** So many comparisons at most among so many; each may have to be asked once more. */
    static long comparisons(Strategy.Tournament strategy, int entrants) {
        int matches =
                strategy.league() ? entrants * Math.min(entrants - 1, OPPONENTS) / 2 : entrants - 1;
        return 2L * matches * strategy.comparisons();
    }
}
