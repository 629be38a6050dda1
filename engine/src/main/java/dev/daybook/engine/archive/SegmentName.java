package dev.daybook.engine.archive;

import java.util.Locale;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The range of positions of a segment, which names its files.
 *
 * @param first the position of its first event
 * @param last the position of its last event, the last one of its command
 */
public record SegmentName(String book, long first, long last) {

    private static final Pattern MANIFEST =
            Pattern.compile("([a-z][a-z0-9_]*)/manifests/(\\d{12})-(\\d{12})\\.json");

    public SegmentName {
        if (first < 1 || last < first) {
            throw new IllegalArgumentException(
                    "There is no segment from " + first + " to " + last + ".");
        }
    }

    /** The prefix of all manifests of a book. */
    static String manifests(String book) {
        return book + "/manifests/";
    }

    /** The segment whose manifest has this name. */
    static SegmentName ofManifest(String name) {
        Matcher matcher = MANIFEST.matcher(name);
        if (!matcher.matches()) {
            throw new ArchiveException("The file " + name + " is no manifest.");
        }
        long first = Long.parseLong(matcher.group(2));
        long last = Long.parseLong(matcher.group(3));
        if (first < 1 || last < first) {
            throw new ArchiveException("The file " + name + " is no manifest.");
        }
        return new SegmentName(matcher.group(1), first, last);
    }

    public long events() {
        return last - first + 1;
    }

    String manifest() {
        return manifests(book) + range() + ".json";
    }

    /** Says where the segment ends that begins here. */
    String claim() {
        return book + "/claims/" + String.format(Locale.ROOT, "%012d", first) + ".txt";
    }

    String journal() {
        return book + "/journal/" + range() + ".avro";
    }

    String commands() {
        return book + "/commands/" + range() + ".avro";
    }

    /** So many commands that were refused after the segment's last event. */
    String refused(long count) {
        return book + "/commands/" + range() + "-refused-" + count + ".avro";
    }

    String contract(String type, int version) {
        return book + "/contracts/" + type + "-" + version + ".avsc";
    }

    private String range() {
        return String.format(Locale.ROOT, "%012d-%012d", first, last);
    }

    @Override
    public String toString() {
        return first + " to " + last;
    }
}
