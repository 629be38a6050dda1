package dev.daybook.search;

import org.apache.lucene.analysis.Analyzer;
import org.apache.lucene.analysis.LowerCaseFilter;
import org.apache.lucene.analysis.TokenStream;
import org.apache.lucene.analysis.miscellaneous.ASCIIFoldingFilter;
import org.apache.lucene.analysis.standard.StandardTokenizer;
import org.apache.lucene.analysis.tokenattributes.CharTermAttribute;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.text.Normalizer;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * How text becomes words, the same for documents and for questions: split by the rules of Unicode,
 * in lower case, without accents. What joins the parts of an identifier separates words, so that
 * {@code berka-123} and {@code jan.novak@bank} are found by each part.
 *
 * @see <a href="https://unicode.org/reports/tr29/">Unicode Standard Annex 29</a>
 */
public final class Words {

    /** More of a question is not looked at. */
    static final int QUESTION_MAX_CHARS = 1_000;

    /** Further words of a question are not looked at. */
    static final int QUESTION_MAX_WORDS = 16;

    /** These separate words here, though not always in Unicode's rules. */
    private static final String SEPARATORS = "_:.,;";

    private static final String FIELD = "words";

    private static final Analyzer ANALYZER = analyzer();

    private Words() {}

    public static Analyzer analyzer() {
        return new Analyzer() {
            @Override
            protected TokenStreamComponents createComponents(String field) {
                StandardTokenizer words = new StandardTokenizer();
                return new TokenStreamComponents(
                        words, new ASCIIFoldingFilter(new LowerCaseFilter(words)));
            }
        };
    }

    /** Text as the analyzer wants it: accents composed, ligatures and wide letters made plain. */
    public static String plain(String text) {
        StringBuilder plain = new StringBuilder(Normalizer.normalize(text, Normalizer.Form.NFKC));
        for (int i = 0; i < plain.length(); i++) {
            if (SEPARATORS.indexOf(plain.charAt(i)) >= 0) {
                plain.setCharAt(i, ' ');
            }
        }
        return plain.toString();
    }

    /** The different words of a question, in its order. None when it has only signs. */
    static List<String> ofQuestion(String question) {
        String text =
                question.length() > QUESTION_MAX_CHARS
                        ? question.substring(0, QUESTION_MAX_CHARS)
                        : question;
        Set<String> words = new LinkedHashSet<>();
        collect(plain(text), QUESTION_MAX_WORDS, words);
        return new ArrayList<>(words);
    }

    /**
     * Adds the words of a text of a document.
     *
     * @param plain as {@link #plain} makes it
     */
    public static void collect(String plain, Set<String> into) {
        collect(plain, Integer.MAX_VALUE, into);
    }

    private static void collect(String plain, int max, Set<String> into) {
        try (TokenStream tokens = ANALYZER.tokenStream(FIELD, plain)) {
            CharTermAttribute term = tokens.addAttribute(CharTermAttribute.class);
            tokens.reset();
            while (into.size() < max && tokens.incrementToken()) {
                if (!term.isEmpty()) {
                    into.add(term.toString());
                }
            }
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible); // a string does not fail to be read
        }
    }
}
