package dev.undercut.app.compute;

import dev.undercut.app.Setup;
import dev.undercut.app.Wiring;
import dev.undercut.app.terminal.TerminalClient;
import java.io.IOException;
import java.util.concurrent.Callable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code undercut compute run}. */
@Command(
        name = "run",
        description =
                "Answer one question with several calls; progress and the bill go to standard"
                        + " error.",
        mixinStandardHelpOptions = true)
final class RunCommand implements Callable<Integer> {
    @Mixin Setup setup = new Setup();
    @Mixin Question question = new Question();

    @Option(names = "--json", description = "One JSON document and nothing else.")
    boolean json;

    @Override
    public Integer call() throws IOException {
        byte[] body = question.body(setup, !json, false);
        try (Wiring house = setup.wiring()) {
            house.serving().discover();
            ShownRun shown =
                    new ShownRun(
                            setup.out(), setup.err(), ShownRun.isLive(System.getenv("TERM")), json);
            new TerminalClient(shown::event)
                    .call(house.calls(), job -> house.calls().chat(job, body));
            return shown.finish() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }
}
