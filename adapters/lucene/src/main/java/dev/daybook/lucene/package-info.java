/**
 * Search in process, with Apache Lucene: holds the documents of a search view in a directory and
 * answers questions about them.
 *
 * <p>{@link dev.daybook.lucene.LuceneSearchStore} is the front door, for the thread that writes and
 * for those that search. What must always hold: what has been saved is found when {@code save}
 * returns; what is on disk is the view as of one position, which is written with it; a search never
 * waits for a write, nor a write for a search.
 *
 * <p>The order of an answer depends on the question and on the documents only, not on statistics of
 * the index. Cursors can therefore name a place in it by values, and go on from there whatever else
 * was added meanwhile. A document whose own values change moves, and a reader who pages may meet it
 * twice or not at all.
 */
@NullMarked
package dev.daybook.lucene;

import org.jspecify.annotations.NullMarked;
