package dev.daybook.stack;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Pattern;

/** What a program wrote before it ended. */
final class LogFile {

    private LogFile() {}

    private static final Pattern COMPLAINT = Pattern.compile("\\b(ERROR|FATAL|Exception|error:)");

    /**
     * The last line that complains, or else the last that is not blank, and where the others are,
     * for a message. What comes after a complaint is mostly a program that ends in good order.
     */
    static String lastWords(Path log) {
        String complaint = "";
        String last = "";
        // Whatever the program's encoding, no byte is an error in this one.
        try (BufferedReader lines = Files.newBufferedReader(log, StandardCharsets.ISO_8859_1)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (COMPLAINT.matcher(line).find()) {
                    complaint = line.strip();
                }
                if (!line.isBlank()) {
                    last = line.strip();
                }
            }
        } catch (IOException unreadable) {
            // Then its name is all there is to say.
        }
        return (complaint.isEmpty() ? last : complaint) + " See " + log + ".";
    }
}
