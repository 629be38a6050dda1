package dev.daybook.cli.statement;

import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;

/**
 * A row of a file.
 *
 * @param line where it ends, counted as an editor counts: the first line is 1
 */
record CsvRow(CSVRecord cells, long line) {

    /**
     * All rows.
     *
     * @param skipped the lines of the file before those that the parser reads
     */
    static List<CsvRow> all(CSVParser parser, long skipped) {
        List<CsvRow> rows = new ArrayList<>();
        for (Iterator<CSVRecord> records = parser.iterator(); records.hasNext(); ) {
            CSVRecord record = records.next();
            rows.add(new CsvRow(record, skipped + parser.getCurrentLineNumber()));
        }
        return rows;
    }

    /**
     * The cells, if there are as many as the header has names. A row that was cut off or has a
     * separator too many would otherwise be read with an amount or text that it does not have.
     *
     * @throws IllegalArgumentException when there are not
     */
    CSVRecord complete() {
        int names = cells.getParser().getHeaderNames().size();
        boolean tooMany = cells.size() > names && !isBlankFrom(names);
        if (cells.size() < names || tooMany) {
            throw new IllegalArgumentException(
                    "It has %d cells; the header has %d.".formatted(cells.size(), names));
        }
        return cells;
    }

    /** A separator behind the last cell, as some banks write it, does no harm. */
    private boolean isBlankFrom(int first) {
        for (int i = first; i < cells.size(); i++) {
            if (!cells.get(i).isBlank()) {
                return false;
            }
        }
        return true;
    }
}
