package dev.undercut.app;

import dev.undercut.app.config.Config;
import java.util.logging.ConsoleHandler;
import java.util.logging.Formatter;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;

/** Logs go to standard error, one line each, without stack traces below the level of errors. */
final class Logging {
    private static final Logger ROOT = Logger.getLogger("");
    private static final Logger OURS = Logger.getLogger("dev.undercut");

    /** It tells with two stack traces what the command says in a sentence: the port is taken. */
    private static final Logger SERVER_START = Logger.getLogger("io.helidon.webserver.LoomServer");

    private Logging() {}

    /** Only warnings, until the configuration says otherwise. */
    static void quiet() {
        for (Handler handler : ROOT.getHandlers()) {
            ROOT.removeHandler(handler);
        }
        ConsoleHandler console = new ConsoleHandler();
        console.setLevel(Level.ALL);
        console.setFormatter(new OneLine());
        ROOT.addHandler(console);
        ROOT.setLevel(Level.WARNING);
        OURS.setLevel(Level.WARNING);
        SERVER_START.setLevel(Level.OFF);
    }

    static void level(Config.LogLevel level) {
        OURS.setLevel(
                switch (level) {
                    case TRACE -> Level.FINEST;
                    case DEBUG -> Level.FINE;
                    case INFO -> Level.INFO;
                    case WARN -> Level.WARNING;
                    case ERROR -> Level.SEVERE;
                });
    }

    private static final class OneLine extends Formatter {
        @Override
        public String format(LogRecord entry) {
            StringBuilder line = new StringBuilder(120);
            line.append(entry.getInstant().truncatedTo(java.time.temporal.ChronoUnit.MILLIS));
            line.append(' ').append(entry.getLevel().getName()).append(' ');
            line.append(shortName(entry.getLoggerName())).append(": ");
            line.append(formatMessage(entry));
            for (Throwable cause = entry.getThrown(); cause != null; cause = cause.getCause()) {
                line.append(" | ").append(cause);
                if (entry.getLevel().intValue() >= Level.SEVERE.intValue()
                        && cause.getStackTrace().length > 0) {
                    line.append(" at ").append(cause.getStackTrace()[0]);
                }
            }
            return line.append(System.lineSeparator()).toString();
        }

        private static String shortName(String logger) {
            return logger == null ? "" : logger.substring(logger.lastIndexOf('.') + 1);
        }
    }
}
