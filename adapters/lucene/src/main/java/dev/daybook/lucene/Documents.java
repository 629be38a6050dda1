package dev.daybook.lucene;

import static java.util.Objects.requireNonNull;

import dev.daybook.engine.event.RecordCodec;
import dev.daybook.engine.view.SearchIndex.Result;
import dev.daybook.search.Question;
import dev.daybook.search.SearchFields;
import dev.daybook.search.SearchTerms;

import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field;
import org.apache.lucene.document.FieldType;
import org.apache.lucene.document.KeywordField;
import org.apache.lucene.document.LongField;
import org.apache.lucene.document.SortedDocValuesField;
import org.apache.lucene.document.StoredField;
import org.apache.lucene.document.StringField;
import org.apache.lucene.index.CodecReader;
import org.apache.lucene.index.IndexOptions;
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

    // No component of a record can be called any of these.

    /** Names a document; unique. */
    static final String ID = "#id";

    /** The field of all words. */
    static final String TEXT = "#text";

    /** The whole document in Avro binary. */
    private static final String WHOLE = "#document";

    private static final FieldType TEXT_TYPE = new FieldType();

    static {
        // Neither frequencies nor lengths: see Question on what a match is worth.
        TEXT_TYPE.setIndexOptions(IndexOptions.DOCS);
        TEXT_TYPE.setOmitNorms(true);
        TEXT_TYPE.setTokenized(true);
        TEXT_TYPE.freeze();
    }

    private final RecordCodec<V> codec;
    private final SearchFields fields;
    private final FacetCounts counts = new FacetCounts();

    Documents(RecordCodec<V> codec, SearchFields fields) {
        this.codec = codec;
        this.fields = fields;
    }

    /** Replaces, adds and removes documents by their ids; null removes. */
    void write(IndexWriter writer, Map<String, @Nullable V> values) throws IOException {
        for (Map.Entry<String, @Nullable V> entry : values.entrySet()) {
            Term id = new Term(ID, entry.getKey());
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
        document.add(new StringField(ID, id, Field.Store.YES));
        document.add(new SortedDocValuesField(ID, new BytesRef(id)));
        document.add(new StoredField(WHOLE, codec.encode(whole)));
        fields.read(whole, new IndexedTerms(document));
        return document;
    }

    /** What a document is searched by, as fields of the index. */
    private record IndexedTerms(Document document) implements SearchTerms {

        @Override
        public void text(String plain) {
            document.add(new Field(TEXT, plain, TEXT_TYPE));
        }

        @Override
        public void keyword(String field, String value) {
            document.add(new KeywordField(field, value, Field.Store.NO));
        }

        @Override
        public void number(String field, long value) {
            document.add(new LongField(field, value, Field.Store.NO));
        }
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
        Terms ids = segment.terms(ID);
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
                    each.accept(document.get(ID), decode(document));
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

    Result<V> search(IndexSearcher searcher, Question asked, int limit, List<String> facets)
            throws IOException {
        LuceneQuestion question = LuceneQuestion.of(asked);
        // One more than asked for tells whether there is a next page. Counting is left to a pass of
        // its own, which need not score, so that this one may skip what cannot be on the page.
        List<FieldDoc> top = new Pages(searcher, question, limit + 1).first();
        FacetCounts.Counted counted = counts.count(searcher, question.filter(), facets);
        StoredFields stored = searcher.storedFields();
        List<V> items = new ArrayList<>();
        for (int i = 0; i < Math.min(limit, top.size()); i++) {
            items.add(decode(stored.document(top.get(i).doc)));
        }
        String next =
                top.size() <= limit
                        ? null
                        : asked.next(LuceneQuestion.place(asked.order(), top.get(limit - 1)));
        return new Result<>(items, counted.total(), counted.facets(), next);
    }

    private V decode(Document document) {
        BytesRef whole = document.getBinaryValue(WHOLE);
        byte[] bytes = new byte[whole.length];
        System.arraycopy(whole.bytes, whole.offset, bytes, 0, whole.length);
        return codec.decode(bytes);
    }
}
