package dev.undercut.provider.sandbox;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What the sandbox is for: errors that routing, voting and checking can do something about. */
class AccuracyTest {

    private static final int PROBLEMS = 2_000;

    static List<SandboxModel> family() {
        return SandboxModels.family();
    }

    @ParameterizedTest
    @MethodSource("family")
    void every_model_is_right_as_often_as_it_states(SandboxModel model) {
        Sandbox sandbox = new Sandbox(7);
        long right =
                Problems.mix(11, PROBLEMS).stream()
                        .filter(p -> AnswerKey.isRight(p, sandbox.answer(model.id(), p.text())))
                        .count();
        double stated = model.accuracy();
        double error = Math.sqrt(stated * (1 - stated) / PROBLEMS);

        // Three standard errors, and half a point for the rounding of what is stated.
        assertThat((double) right / PROBLEMS).isCloseTo(stated, within(3 * error + 0.005));
    }

    @Test
    void harder_problems_are_solved_less_often() {
        Sandbox sandbox = new Sandbox(7);
        List<Problem> problems = Problems.mix(13, 1_500);
        double easy = share(sandbox, problems.stream().filter(p -> p.difficulty() <= 0.5).toList());
        double hard = share(sandbox, problems.stream().filter(p -> p.difficulty() > 0.5).toList());

        assertThat(easy - hard).isGreaterThan(0.2);
    }

    private static double share(Sandbox sandbox, List<Problem> problems) {
        long right = problems.stream().filter(p -> isRight(sandbox, "sandbox-small", p)).count();
        return (double) right / problems.size();
    }

    private static boolean isRight(Sandbox sandbox, String model, Problem problem) {
        return AnswerKey.isRight(problem, sandbox.answer(model, problem.text()));
    }

    @Test
    void a_vote_of_fifteen_beats_a_single_sample_by_far() {
        Sandbox sandbox = new Sandbox(7);
        List<Problem> problems =
                Problems.mix(17, 600).stream().filter(p -> !p.kind().equals("game-of-24")).toList();
        int single = 0;
        int voted = 0;
        for (Problem problem : problems) {
            List<String> answers = sampled(sandbox, problem, 15);
            single += AnswerKey.isRight(problem, answers.getFirst()) ? 1 : 0;
            voted += AnswerKey.isRight(problem, mode(answers)) ? 1 : 0;
        }

        assertThat((double) (voted - single) / problems.size()).isGreaterThan(0.12);
    }

    @Test
    void best_of_sixteen_with_a_checker_lifts_the_game_of_24() {
        Sandbox sandbox = new Sandbox(7);
        List<Problem> games =
                Problems.mix(19, 1_500).stream()
                        .filter(p -> p.kind().equals("game-of-24"))
                        .toList();
        int single = 0;
        int any = 0;
        for (Problem game : games) {
            List<String> answers = sampled(sandbox, game, 16);
            single += AnswerKey.isRight(game, answers.getFirst()) ? 1 : 0;
            any += answers.stream().anyMatch(a -> AnswerKey.isRight(game, a)) ? 1 : 0;
        }

        assertThat((double) (any - single) / games.size()).isGreaterThan(0.4);
    }

    private static List<String> sampled(Sandbox sandbox, Problem problem, int n) {
        Sandbox.Reply reply = sandbox.send(Sandbox.ask("sandbox-mini", problem.text()).put("n", n));
        return IntStream.range(0, n)
                .mapToObj(i -> reply.choice(i).path("message").path("content").asText())
                .map(Sandbox::answerIn)
                .toList();
    }

    private static String mode(List<String> answers) {
        return answers.stream()
                .collect(Collectors.groupingBy(Function.identity(), Collectors.counting()))
                .entrySet()
                .stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
    }

    @Test
    void wrong_answers_scatter_with_one_more_popular_than_the_rest() {
        Problem problem = new Problem("arithmetic", "What is 4821*763?", 0);
        List<String> wrong =
                sampled(new Sandbox(7), problem, 128).stream()
                        .filter(a -> !a.equals("3678423"))
                        .toList();
        long mostPopular = wrong.stream().filter(mode(wrong)::equals).count();

        assertThat(wrong).hasSizeGreaterThan(40);
        assertThat(wrong.stream().distinct().count()).isGreaterThan(15);
        assertThat((double) mostPopular / wrong.size()).isBetween(0.15, 0.6);
    }

    @Test
    void two_models_fail_on_different_questions() {
        Sandbox sandbox = new Sandbox(7);
        List<Problem> problems = Problems.mix(23, 1_000);
        long both =
                problems.stream()
                        .filter(p -> !isRight(sandbox, "sandbox-small", p))
                        .filter(p -> !isRight(sandbox, "sandbox-medium", p))
                        .count();
        long one = problems.stream().filter(p -> !isRight(sandbox, "sandbox-medium", p)).count();

        assertThat(both).isLessThan(one * 2 / 3);
    }

    @Test
    void a_second_look_helps() {
        Sandbox sandbox = new Sandbox(7);
        List<Problem> problems = Problems.mix(29, 1_500);
        long first = problems.stream().filter(p -> isRight(sandbox, "sandbox-mini", p)).count();
        long second =
                problems.stream().filter(p -> AnswerKey.isRight(p, revised(sandbox, p))).count();

        assertThat(second - first).isGreaterThan(problems.size() / 25);
    }

    private static String revised(Sandbox sandbox, Problem problem) {
        var ask = Sandbox.ask("sandbox-mini", problem.text());
        Sandbox.say(ask, "assistant", "Answer: 1");
        Sandbox.say(ask, "user", "That may be wrong. Please check it again.");
        return sandbox.send(ask).answer();
    }
}
