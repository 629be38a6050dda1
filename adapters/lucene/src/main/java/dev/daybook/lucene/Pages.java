package dev.daybook.lucene;

import dev.daybook.search.Order;

import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** The first documents of an answer, in its order. */
final class Pages {

    /** What is not on the page is neither counted nor, where that can be, looked at. */
    private static final int COUNTED = 1;

    private final IndexSearcher searcher;
    private final LuceneQuestion question;
    private final int limit;

    /**
     * @param limit the most documents
     */
    Pages(IndexSearcher searcher, LuceneQuestion question, int limit) {
        this.searcher = searcher;
        this.question = question;
        this.limit = limit;
    }

    List<FieldDoc> first() throws IOException {
        List<FieldDoc> found = new ArrayList<>();
        for (Tiers.Tier tier : question.tiers()) {
            add(tier, found);
            if (found.size() == limit) {
                return found;
            }
        }
        return question.complete()
                ? found
                : search(question.query(), question.order(), question.after(), limit);
    }

    /** What a tier has, after what was shown of it. */
    private void add(Tiers.Tier tier, List<FieldDoc> found) throws IOException {
        FieldDoc after = question.after();
        FieldDoc withinTier = null;
        if (after != null) {
            float shown = (Float) after.fields[0];
            if (tier.worth() > shown) {
                return;
            }
            if (tier.worth() == shown) {
                withinTier = withoutWorth(after);
            }
        }
        Order newest = new Order(false, question.order().field(), question.order().descending());
        search(tier.query(), newest, withinTier, limit - found.size())
                .forEach(document -> found.add(withWorth(document, tier.worth())));
    }

    private List<FieldDoc> search(Query query, Order order, @Nullable FieldDoc after, int most)
            throws IOException {
        ScoreDoc[] top =
                searcher.search(
                                query,
                                new TopFieldCollectorManager(
                                        LuceneQuestion.sort(order), most, after, COUNTED))
                        .scoreDocs;
        return Arrays.stream(top).map(FieldDoc.class::cast).toList();
    }

    private static FieldDoc withWorth(FieldDoc document, float worth) {
        Object[] fields = new Object[document.fields.length + 1];
        fields[0] = worth;
        System.arraycopy(document.fields, 0, fields, 1, document.fields.length);
        return new FieldDoc(document.doc, Float.NaN, fields);
    }

    private static FieldDoc withoutWorth(FieldDoc document) {
        return new FieldDoc(
                document.doc,
                Float.NaN,
                Arrays.copyOfRange(document.fields, 1, document.fields.length));
    }
}
