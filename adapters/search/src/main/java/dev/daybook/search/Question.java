package dev.daybook.search;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchIndex.Filter;

import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;

/**
 * A question, checked and taken apart. It is never parsed, so that no sign in it has a meaning.
 *
 * <p>What a match is worth: each word of the question adds {@value #EXACT} for the very word,
 * {@value #PREFIX} for a word that begins with it, {@value #TYPO} for one that is a typo away, and
 * of these the most that applies. The usual measure (rare words count more, short texts count more)
 * is left out on purpose: it changes with every document that is added, and pages of an answer
 * would overlap. These sums are exact in a float, and equal matches come newest first.
 *
 * @param words of which every one must match; null for all documents, and empty for none, when the
 *     question has signs only
 * @param filters of which every one must hold; their fields exist, and keywords are as they are
 *     indexed
 * @param order in which order it is answered
 * @param digested what tells this question from another one, for cursors
 * @param after the place to go on from, or null to begin
 */
public record Question(
        @Nullable List<String> words,
        List<Filter> filters,
        Order order,
        byte[] digested,
        @Nullable Place after) {

    public static final float EXACT = 4;
    public static final float PREFIX = 2;
    public static final float TYPO = 1;

    /** The most values of one facet that are told; equal counts by the code points of the value. */
    public static final int FACET_VALUES_MAX = 50;

    private static final int TYPO_MIN_CHARS = 4;
    private static final int TWO_TYPOS_MIN_CHARS = 8;

    /** Longer words are not typed by hand, and would cost much to compare. */
    private static final int TYPO_MAX_CHARS = 40;

    /**
     * @param shape tells this index from another one, for cursors
     * @throws IllegalArgumentException when a field, cursor or limit cannot be used
     */
    public static Question of(SearchIndex.Query asked, SearchFields fields, String shape) {
        if (asked.limit() < 1 || asked.limit() > SearchIndex.LIMIT_MAX) {
            throw new IllegalArgumentException(
                    "The limit is 1 to " + SearchIndex.LIMIT_MAX + ", not " + asked.limit() + ".");
        }
        asked.facets().forEach(fields::checkKeyword);
        String text = asked.words();
        List<String> words = text == null || text.isBlank() ? null : Words.ofQuestion(text);
        Order order = order(asked.sort(), words, fields);
        byte[] digested = digested(asked, words, order, shape);
        String cursor = asked.cursor();
        return new Question(
                words,
                asked.filters().stream().map(filter -> checked(filter, fields)).toList(),
                order,
                digested,
                cursor == null ? null : Cursor.decode(digested, order, cursor));
    }

    private static Order order(
            SearchIndex.@Nullable Sort sort, @Nullable List<String> words, SearchFields fields) {
        if (sort == null) {
            return new Order(words != null, fields.dated(), true);
        }
        fields.checkOrdered(sort.field());
        return new Order(false, sort.field(), sort.descending());
    }

    /** The cursor of the page after a place in the answer. */
    public String next(Place last) {
        return Cursor.encode(digested, order, last);
    }

    /** How many typos are forgiven. None in a number: one digit off is another number. */
    public static int typos(String word) {
        int chars = word.codePointCount(0, word.length());
        if (chars < TYPO_MIN_CHARS
                || chars > TYPO_MAX_CHARS
                || word.codePoints().anyMatch(Character::isDigit)) {
            return 0;
        }
        return chars < TWO_TYPOS_MIN_CHARS ? 1 : 2;
    }

    private static Filter checked(Filter filter, SearchFields fields) {
        return switch (filter) {
            case Filter.OneOf(String field, List<String> values) -> {
                fields.checkKeyword(field);
                yield new Filter.OneOf(field, values.stream().map(SearchFields::keyword).toList());
            }
            case Filter.Between between -> {
                fields.checkOrdered(between.field());
                yield between;
            }
        };
    }

    /** Everything of a question but how much of the answer is wanted. */
    private static byte[] digested(
            SearchIndex.Query asked, @Nullable List<String> words, Order order, String shape) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (DataOutputStream out = new DataOutputStream(bytes)) {
            write(out, shape);
            out.writeInt(words == null ? -1 : words.size());
            for (String word : words == null ? List.<String>of() : words) {
                write(out, word);
            }
            out.writeInt(asked.filters().size());
            for (Filter filter : asked.filters()) {
                write(out, filter);
            }
            out.writeBoolean(order.byMatch());
            write(out, String.valueOf(order.field()));
            out.writeBoolean(order.descending());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return bytes.toByteArray();
    }

    private static void write(DataOutputStream out, Filter filter) throws IOException {
        switch (filter) {
            case Filter.OneOf(String field, List<String> values) -> {
                write(out, field);
                out.writeInt(values.size());
                for (String value : values) {
                    write(out, value);
                }
            }
            case Filter.Between(String field, Long from, Long to) -> {
                write(out, field);
                out.writeInt(-1);
                write(out, from + ".." + to);
            }
        }
    }

    private static void write(DataOutputStream out, String text) throws IOException {
        byte[] utf8 = text.getBytes(UTF_8);
        out.writeInt(utf8.length);
        out.write(utf8);
    }
}
