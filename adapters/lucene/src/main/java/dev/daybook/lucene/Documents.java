package dev.daybook.lucene;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.view.SearchIndex.Result;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.LeafReader;
import org.apache.lucene.index.LeafReaderContext;
import org.apache.lucene.index.PostingsEnum;
import org.apache.lucene.index.StoredFields;
import org.apache.lucene.index.Term;
import org.apache.lucene.index.Terms;
import org.apache.lucene.index.TermsEnum;
import org.apache.lucene.search.DocIdSetIterator;
import org.apache.lucene.search.FieldDoc;
import org.apache.lucene.search.IndexSearcher;
import org.apache.lucene.search.Query;
import org.apache.lucene.search.ScoreDoc;
import org.apache.lucene.search.TopFieldCollectorManager;
import org.apache.lucene.util.Bits;
import org.apache.lucene.util.BytesRef;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import java.util.function.BiConsumer;

/**
 * Documents in an index: each is found by its id, is searched by its fields, and is stored whole.
 */
final class Documents<V> {

    /** The whole document in Avro binary; no component of a record can be called that. */
    private static final String WHOLE = "#document";

    private final RecordCodec<V> codec;
    private final SearchFields fields;

    Documents(RecordCodec<V> codec, SearchFields fields) {
        this.codec = codec;
        this.fields = fields;
    }

    /** Replaces, adds and removes documents by their ids; null removes. */
    void write(IndexWriter writer, Map<String, @Nullable V> values) throws IOException {
        for (Map.Entry<String, @Nullable V> entry : values.entrySet()) {
            Term id = new Term(Order.ID, entry.getKey());
            V value = entry.getValue();
            if (value == null) {
                writer.deleteDocuments(id);
            } else {
                writer.updateDocument(id, document(entry.getKey(), value));
            }
        }
    }

    private Document document(String id, V value) {
        Object whole = requireNonNull(value);
        Document document = new Document();
        document.add(new StringField(Order.ID, id, Field.Store.YES));
        document.add(new SortedDocValuesField(Order.ID, new BytesRef(id)));
        document.add(new StoredField(WHOLE, codec.encode(whole)));
        fields.addTo(document, whole);
        return document;
    }

    /** The documents of these ids, by one pass over the ids of each segment. */
    Map<String, V> load(IndexSearcher searcher, Collection<String> ids) throws IOException {
        List<String> missing = new ArrayList<>(new TreeSet<>(ids));
        Map<String, V> found = new HashMap<>();
        for (LeafReaderContext segment : searcher.getLeafContexts()) {
            if (missing.isEmpty()) {
                break;
            }
            load(segment.reader(), missing, found);
        }
        return found;
    }

    /** Moves from the missing to the found what this segment has. */
    private void load(LeafReader segment, List<String> missing, Map<String, V> found)
            throws IOException {
        Terms ids = segment.terms(Order.ID);
        if (ids == null) {
            return;
        }
        TermsEnum terms = ids.iterator();
        StoredFields stored = segment.storedFields();
        Bits live = segment.getLiveDocs();
        PostingsEnum postings = null;
        List<String> rest = new ArrayList<>(missing.size());
        for (String id : missing) {
            int document = DocIdSetIterator.NO_MORE_DOCS;
            if (terms.seekExact(new BytesRef(id))) {
                postings = terms.postings(postings, PostingsEnum.NONE);
                document = firstLive(postings, live);
            }
            if (document == DocIdSetIterator.NO_MORE_DOCS) {
                rest.add(id);
            } else {
                found.put(id, decode(stored.document(document)));
            }
        }
        missing.clear();
        missing.addAll(rest);
    }

    /** A segment may hold an id several times: all but one are old and deleted. */
    private static int firstLive(PostingsEnum postings, @Nullable Bits live) throws IOException {
        int document = postings.nextDoc();
        while (document != DocIdSetIterator.NO_MORE_DOCS && live != null && !live.get(document)) {
            document = postings.nextDoc();
        }
        return document;
    }

    void scan(IndexSearcher searcher, BiConsumer<String, V> each) throws IOException {
        for (LeafReaderContext context : searcher.getLeafContexts()) {
            LeafReader segment = context.reader();
            StoredFields stored = sequential(segment);
            Bits live = segment.getLiveDocs();
            for (int i = 0; i < segment.maxDoc(); i++) {
                if (live == null || live.get(i)) {
                    Document document = stored.document(i);
                    each.accept(document.get(Order.ID), decode(document));
                }
            }
        }
    }

    /** Reads a document after another without unpacking its neighbours each time. */
    private static StoredFields sequential(LeafReader segment) throws IOException {
        return segment instanceof CodecReader own
                ? own.getFieldsReader().getMergeInstance()
                : segment.storedFields();
    }

    Result<V> search(IndexSearcher searcher, Question question, int limit, List<String> facets)
            throws IOException {
        Query query = searcher.rewrite(question.query());
        // One more than asked for tells whether there is a next page. Counting is left to a pass of
        // its own, which need not score, so that this one may skip what cannot be on the page.
        TopFieldCollectorManager page =
                new TopFieldCollectorManager(
                        question.order().toSort(), limit + 1, question.after(), 1);
        ScoreDoc[] top = searcher.search(query, page).scoreDocs;
        FacetCounts.Counted counted =
                facets.isEmpty()
                        ? new FacetCounts.Counted(searcher.count(query), Map.of())
                        : searcher.search(query, new FacetCounts(facets));
        StoredFields stored = searcher.storedFields();
        List<V> items = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, top.length); i++) {
            items.add(decode(stored.document(top[i].doc)));
        }
        String next =
                top.length <= limit
                        ? null
                        : Cursor.encode(
                                question.digested(), question.order(), (FieldDoc) top[limit - 1]);
        return new Result<>(items, counted.total(), counted.facets(), next);
    }

    private V decode(Document document) {
        BytesRef whole = document.getBinaryValue(WHOLE);
        byte[] bytes = new byte[whole.length];
        System.arraycopy(whole.bytes, whole.offset, bytes, 0, whole.length);
        return codec.decode(bytes);
    }
}
