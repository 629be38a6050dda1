package dev.daybook.stack;

import java.io.IOException;

/**
 * A shell that waits for this process to end, which it sees by the end of its input whatever this
 * process ended of, and then kills a server. So no server outlives a test whose JVM was killed.
 */
final class Guard implements AutoCloseable {

    private static final String SCRIPT = "while read -r line; do :; done; kill -KILL \"$1\"";

    private final Process shell;

    private Guard(Process shell) {
        this.shell = shell;
    }

    static Guard over(ProcessHandle server) throws IOException {
        Process shell =
                new ProcessBuilder("sh", "-c", SCRIPT, "sh", Long.toString(server.pid()))
                        .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                        .redirectError(ProcessBuilder.Redirect.DISCARD)
                        .start();
        Guard guard = new Guard(shell);
        // A number that has become free may be given to somebody else.
        Thread.ofVirtual()
                .name("daybook-stack-guard")
                .start(() -> {
                    server.onExit().join();
                    guard.close();
                });
        return guard;
    }

    @Override
    public void close() {
        shell.destroyForcibly();
    }
}
