package dev.daybook.search;

/** Takes what a document is searched by; see {@link SearchFields#read}. */
public interface SearchTerms {

    /**
     * @param plain text as {@link Words} wants it; all texts of a document feed one field
     */
    void text(String plain);

    void keyword(String field, String value);

    void number(String field, long value);
}
