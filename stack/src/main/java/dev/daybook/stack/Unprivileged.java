package dev.daybook.stack;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.UserPrincipal;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/**
 * Runs a program that refuses to run as root, when we are root. Best in a user namespace in which
 * nobody is root: it still may do with files what it could, and needs no other user. Where the
 * system does not allow that, as in many containers, as the user {@code nobody}, to whom the
 * directory is given.
 */
final class Unprivileged {

    /** Somebody who has a number: a JVM gives its files to the user that it is told it runs as. */
    private static final List<String> NAMESPACE =
            List.of("unshare", "-U", "--map-user=1000", "--map-group=1000");

    private static final String NOBODY = "nobody";

    private Unprivileged() {}

    /**
     * A command line that runs another as no root.
     *
     * @param directory what the program writes to
     * @param reads what it has to be able to read
     * @throws ServerFailedException when there is no way
     */
    static List<String> command(String name, Path directory, Path reads, List<String> command) {
        if (!Processes.succeed(List.of("sh", "-c", "test $(id -u) = 0"))) {
            return command;
        }
        if (Processes.succeed(prefixed(NAMESPACE, List.of("sh", "-c", "test $(id -u) != 0")))) {
            return prefixed(NAMESPACE, command);
        }
        List<String> nobody =
                List.of("setpriv", "--reuid=" + NOBODY, "--regid=nogroup", "--clear-groups");
        if (Processes.succeed(prefixed(nobody, List.of("test", "-r", reads.toString())))
                && Processes.succeed(
                        prefixed(nobody, List.of("test", "-x", directory.toString())))) {
            give(directory);
            return prefixed(nobody, command);
        }
        throw new ServerFailedException(
                name
                        + " refuses to run as root, and there is no way here to run it as somebody"
                        + " else: the system allows no user namespace (unshare -U), and the user '"
                        + NOBODY
                        + "' cannot read "
                        + reads
                        + " and write to "
                        + directory
                        + ". Run this as an ordinary user, or from a directory that everybody may"
                        + " enter.");
    }

    private static void give(Path directory) {
        try (Stream<Path> files = Files.walk(directory)) {
            UserPrincipal nobody =
                    directory
                            .getFileSystem()
                            .getUserPrincipalLookupService()
                            .lookupPrincipalByName(NOBODY);
            for (Path file : files.toList()) {
                // A link that was left there leads to a file of somebody else.
                Files.setAttribute(file, "posix:owner", nobody, LinkOption.NOFOLLOW_LINKS);
            }
        } catch (IOException refused) {
            throw new ServerFailedException(
                    directory + " could not be given to the user '" + NOBODY + "'.", refused);
        }
    }

    private static List<String> prefixed(List<String> prefix, List<String> command) {
        List<String> whole = new ArrayList<>(prefix);
        whole.addAll(command);
        return List.copyOf(whole);
    }
}
