package dev.undercut.app;

import picocli.CommandLine;

/** The program's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logging.quiet();
        CommandLine commands = UndercutCommand.commandLine(args.length == 0 ? "" : args[0]);
        System.exit(commands.execute(args));
    }
}
