package dev.daybook.cli.terminal;

import java.io.Console;

/** Whether a person looks at what is written. */
public final class Terminal {

    private Terminal() {}

    /** False when input or output is a file or a pipe. */
    // Error Prone knows only JDK 22 to 24, where there was always a console; since 25 it is again
    // null without a terminal (JDK-8351435).
    @SuppressWarnings("SystemConsoleNull")
    public static boolean isWatched() {
        Console console = System.console();
        return console != null && console.isTerminal();
    }
}
