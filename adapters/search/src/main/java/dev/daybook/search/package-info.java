/**
 * What a question to a search view means, whichever adapter answers it: how text becomes words,
 * what a document is searched by, what a match is worth, in which order an answer comes and where
 * its next page begins.
 *
 * <p>{@link dev.daybook.search.Question} is the front door for what is asked, {@link
 * dev.daybook.search.SearchFields} for what is found. What must always hold: two stores with the
 * same documents give the same answers, because everything that decides them is here; no sign in a
 * question has a meaning; the order of an answer depends on the question and on the documents only.
 *
 * <p>Text is taken apart here, with Lucene's tokenizer, and not by the server that searches: which
 * analyzers a server has, and how they treat accents, differs from one to the next.
 */
@NullMarked
package dev.daybook.search;

import org.jspecify.annotations.NullMarked;
