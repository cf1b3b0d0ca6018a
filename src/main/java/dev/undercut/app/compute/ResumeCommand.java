package dev.undercut.app.compute;

import dev.undercut.app.Setup;
import dev.undercut.app.Wiring;
import dev.undercut.app.serving.Dialects;
import dev.undercut.app.terminal.TerminalClient;
import dev.undercut.chat.ChatRequest;
import dev.undercut.dialect.Reading;
import dev.undercut.runs.RunStore.Kept;
import dev.undercut.runs.RunStore.Question;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

/** {@code undercut compute resume}. */
@Command(
        name = "resume",
        description =
                "Go on with a run whose process died, with what is left of its budget; without an"
                        + " id, list such runs.",
        mixinStandardHelpOptions = true)
final class ResumeCommand implements Callable<Integer> {
    @Mixin Setup setup = new Setup();

    @Parameters(paramLabel = "ID", arity = "0..1", description = "The run.")
    @Nullable String id;

    @Override
    public Integer call() throws IOException {
        try (Wiring house = setup.wiring()) {
            String wanted = id;
            if (wanted == null) {
                list(house.runs().interrupted());
                return CommandLine.ExitCode.OK;
            }
            Optional<ChatRequest> request = house.runs().find(wanted).flatMap(this::request);
            if (request.isEmpty()) {
                setup.err().println("undercut: there is no open run " + wanted);
                return CommandLine.ExitCode.SOFTWARE;
            }
            house.serving().discover();
            ShownRun shown =
                    new ShownRun(
                            setup.out(),
                            setup.err(),
                            ShownRun.isLive(System.getenv("TERM")),
                            false);
            new TerminalClient(shown::event)
                    .call(house.calls(), job -> house.calls().resume(job, request.get(), wanted));
            return shown.finish() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    private Optional<ChatRequest> request(Kept kept) {
        Question question = kept.question();
        if (question == null) {
            return Optional.empty();
        }
        byte[] body = question.body().getBytes(StandardCharsets.UTF_8);
        return Dialects.clients().stream()
                .filter(dialect -> dialect.path().equals(question.path()))
                .map(dialect -> dialect.read(body))
                .filter(Reading.Read.class::isInstance)
                .map(reading -> ((Reading.Read) reading).request())
                .findFirst();
    }

    private void list(List<Kept> runs) {
        for (Kept run : runs) {
            setup.out()
                    .println(
                            run.head().id()
                                    + "  "
                                    + run.head().started()
                                    + "  "
                                    + run.head().requested()
                                    + "  "
                                    + run.head().strategy()
                                    + "  "
                                    + run.events().size()
                                    + " events");
        }
        setup.out().flush();
    }
}
