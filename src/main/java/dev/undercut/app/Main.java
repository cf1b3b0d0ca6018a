package dev.undercut.app;

import picocli.CommandLine;

/** The program's entry. */
public final class Main {
    private Main() {}

    public static void main(String[] args) {
        Logging.quiet();
        CommandLine commands = UndercutCommand.commandLine();
        System.exit(commands.execute(args));
    }
}
