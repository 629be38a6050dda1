package dev.daybook.lucene;

import org.apache.lucene.document.LongField;
import org.apache.lucene.search.Sort;
import org.apache.lucene.search.SortField;
import org.apache.lucene.search.SortedNumericSelector;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/**
 * In which order an answer comes: by how well documents match, then by a number or time, then by
 * id. No two documents are equal in it.
 *
 * @param byMatch best match first
 * @param field a number or time; documents without one come last
 */
record Order(boolean byMatch, @Nullable String field, boolean descending) {

    /** Names a document; unique. */
    static final String ID = "#id";

    Sort toSort() {
        List<SortField> keys = new ArrayList<>(3);
        if (byMatch) {
            keys.add(SortField.FIELD_SCORE);
        }
        if (field != null) {
            keys.add(
                    LongField.newSortField(
                            field,
                            descending,
                            SortedNumericSelector.Type.MIN,
                            descending ? Long.MIN_VALUE : Long.MAX_VALUE));
        }
        keys.add(new SortField(ID, SortField.Type.STRING));
        return new Sort(keys.toArray(SortField[]::new));
    }
}
