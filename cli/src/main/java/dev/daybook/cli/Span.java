package dev.daybook.cli;

import dev.daybook.cli.terminal.Complaint;

import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A length of time as people write it: {@code 90s}, {@code 15m}, {@code 8h}, {@code 30d}. */
final class Span {

    private static final Pattern FORM = Pattern.compile("(\\d{1,6})([smhd])");

    private Span() {}

    /** Whether the text is a length of time. */
    static boolean isOne(String text) {
        return FORM.matcher(text).matches();
    }

    /**
     * @throws Complaint when the text is not a length of time
     */
    static Duration parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw new Complaint(
                    "'" + text + "' is not a length of time.", "Write it like 15m, 8h or 30d.");
        }
        long count = Long.parseLong(form.group(1));
        return switch (form.group(2)) {
            case "s" -> Duration.ofSeconds(count);
            case "m" -> Duration.ofMinutes(count);
            case "h" -> Duration.ofHours(count);
            default -> Duration.ofDays(count);
        };
    }
}
