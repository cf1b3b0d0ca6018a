package dev.undercut.app.compute;

import dev.undercut.app.Setup;
import dev.undercut.app.Wiring;
import dev.undercut.dialect.openai.OpenAi;
import dev.undercut.dispatch.Job;
import java.io.Console;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
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
            boolean live = isTerminal();
            LiveClient client = new LiveClient(setup.out(), setup.err(), live, json);
            Job job = house.calls().admit(new OpenAi(), null, client);
            CountDownLatch answered = new CountDownLatch(1);
            Thread leave = new Thread(() -> leave(client, answered), "leave");
            Runtime.getRuntime().addShutdownHook(leave);
            try {
                house.calls().chat(job, body);
            } finally {
                answered.countDown();
            }
            return client.finish() ? CommandLine.ExitCode.OK : CommandLine.ExitCode.SOFTWARE;
        }
    }

    @SuppressWarnings("SystemConsoleNull") // null when nobody types, also after JDK 22
    private static boolean isTerminal() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }

    /** Ctrl-C: end all calls, and let the books be closed before the process ends. */
    private static void leave(LiveClient client, CountDownLatch answered) {
        client.leave();
        try {
            if (!answered.await(3, TimeUnit.SECONDS)) {
                Thread.currentThread().interrupt();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
