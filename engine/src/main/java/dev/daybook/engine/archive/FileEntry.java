package dev.daybook.engine.archive;

/**
 * A file as its manifest describes it.
 *
 * @param records number of rows; 0 for a file that has none
 * @param sha256 in hexadecimal
 */
public record FileEntry(String name, long records, long bytes, String sha256) {}
