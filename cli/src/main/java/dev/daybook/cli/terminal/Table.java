package dev.daybook.cli.terminal;

import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** Rows in aligned columns, two blanks apart. Columns marked so are aligned to the right. */
public final class Table {

    private final boolean[] right;
    private final List<String[]> rows = new ArrayList<>();

    /**
     * @param headings a heading for each column; one that starts with {@code >} aligns its column
     *     to the right
     */
    public Table(String... headings) {
        right = new boolean[headings.length];
        String[] first = new String[headings.length];
        for (int i = 0; i < headings.length; i++) {
            right[i] = headings[i].startsWith(">");
            first[i] = right[i] ? headings[i].substring(1) : headings[i];
        }
        rows.add(first);
    }

    public Table row(String... cells) {
        if (cells.length != right.length) {
            throw new IllegalArgumentException(
                    "A row of this table has "
                            + right.length
                            + " cells, not "
                            + cells.length
                            + ".");
        }
        rows.add(cells);
        return this;
    }

    public void print(PrintWriter out) {
        int[] widths = new int[right.length];
        for (String[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                widths[i] = Math.max(widths[i], width(row[i]));
            }
        }
        for (String[] row : rows) {
            StringBuilder line = new StringBuilder();
            for (int i = 0; i < row.length; i++) {
                String gap = " ".repeat(widths[i] - width(row[i]));
                line.append(right[i] ? gap + row[i] : row[i] + gap).append("  ");
            }
            out.println(line.toString().stripTrailing());
        }
    }

    private static int width(String cell) {
        return cell.codePointCount(0, cell.length());
    }
}
