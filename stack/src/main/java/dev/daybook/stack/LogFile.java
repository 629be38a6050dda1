package dev.daybook.stack;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;

/** What a program wrote before it ended. */
final class LogFile {

    private LogFile() {}

    /** The last line that is not blank, and where the others are, for a message. */
    static String lastWords(Path log) {
        String last = "";
        // Whatever the program's encoding, no byte is an error in this one.
        try (Stream<String> lines = Files.lines(log, StandardCharsets.ISO_8859_1)) {
            last = lines.filter(line -> !line.isBlank()).reduce("", (before, line) -> line);
        } catch (IOException unreadable) {
            // Then its name is all there is to say.
        }
        return last.strip() + " See " + log + ".";
    }
}
