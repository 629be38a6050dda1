package dev.daybook.cli.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.cli.statement.Statements.Entry;
import dev.daybook.cli.statement.Statements.NewAccount;
import dev.daybook.cli.statement.Statements.Unreadable;
import dev.daybook.cli.terminal.Complaint;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Reads the CSV of any bank by a mapping of its columns. */
public final class CsvStatement {

    private final Path file;
    private final CsvMapping mapping;
    private final DateTimeFormatter dates;
    private final Pattern numbers;
    private final Map<String, Integer> seen = new HashMap<>();

    public CsvStatement(Path file, Path mapping) {
        this.file = file;
        this.mapping = CsvMapping.read(mapping);
        this.dates = this.mapping.dateFormat();
        this.numbers = numbers(this.mapping);
    }

    /**
     * @throws Complaint when the file cannot be read or lacks a column that the mapping names
     */
    public Statements read() {
        List<CsvRow> rows = rows();
        List<Entry> entries = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        Map<String, CSVRecord> first = new LinkedHashMap<>();
        RunningBalances balances = new RunningBalances();
        Map<String, BigDecimal> openings = new HashMap<>();
        for (CsvRow each : rows) {
            String name = "line " + each.line();
            try {
                CSVRecord row = each.complete();
                Entry entry = entry(name, row);
                entries.add(entry);
                if (first.putIfAbsent(entry.account(), row) == null) {
                    BigDecimal opening = opening(entry);
                    openings.put(entry.account(), opening);
                    balances.open(entry.account(), opening);
                }
                balances.add(entry.account(), entry.amount());
            } catch (IllegalArgumentException | DateTimeException wrong) {
                unreadable.add(new Unreadable(name, String.valueOf(wrong.getMessage())));
            }
        }
        List<NewAccount> accounts = new ArrayList<>();
        first.forEach((id, row) ->
                accounts.add(
                        new NewAccount(
                                id,
                                column(row, "owner.reference.column", id),
                                column(row, "owner.name.column", "Owner of " + id),
                                column(row, "currency.column", mapping.text("currency")),
                                "",
                                openings.getOrDefault(id, BigDecimal.ZERO),
                                balances.deepest(id))));
        return new Statements(
                "statements of " + mapping.name(),
                accounts,
                List.of(),
                entries,
                unreadable,
                mapping.rounding());
    }

    private BigDecimal opening(Entry entry) {
        BigDecimal recorded = entry.recorded();
        return mapping.derivesOpening() && recorded != null
                ? recorded.subtract(entry.amount())
                : BigDecimal.ZERO;
    }

    private Entry entry(String name, CSVRecord row) {
        String number = column(row, "account.column", mapping.text("account"));
        if (number.isEmpty()) {
            throw new IllegalArgumentException("It names no account.");
        }
        String account = mapping.text("account.prefix") + number;
        BigDecimal amount = amount(row);
        String description = column(row, "description.column", "");
        String counterparty = column(row, "counterparty.column", "");
        String kinds = column(row, "kind.column", description);
        String vias = column(row, "via.column", description);
        String balance = column(row, "balance.column", "");
        String standardKind = amount.signum() < 0 ? "payment" : "receipt";
        return new Entry(
                name,
                key(account, row),
                account,
                LocalDate.parse(cell(row, mapping.text("date.column")), dates),
                amount,
                balance.isEmpty() ? null : number(balance),
                mapping.translate("kind", kinds, standardKind),
                mapping.translate("via", vias, "@bank"),
                description,
                counterparty.isEmpty() ? Map.of() : Map.of("counterparty", counterparty));
    }

    private BigDecimal amount(CSVRecord row) {
        String signed = column(row, "amount.column", "");
        if (!mapping.text("amount.column").isEmpty()) {
            return number(signed);
        }
        String debit = column(row, "debit.column", "");
        String credit = column(row, "credit.column", "");
        if (debit.isEmpty() == credit.isEmpty()) {
            throw new IllegalArgumentException(
                    "It has "
                            + (debit.isEmpty() ? "neither debit nor" : "both debit and")
                            + " credit.");
        }
        return debit.isEmpty() ? number(credit) : number(debit).abs().negate();
    }

    /**
     * Groups may be set off by the mapping's separator or by blanks, and where they are, the last
     * has three digits: {@code 1.50} is not 150 to a bank that writes 1.234,50.
     */
    private static Pattern numbers(CsvMapping mapping) {
        String thousands = mapping.text("thousands.separator");
        String decimal = mapping.text("decimal.separator");
        String blank = "[ \\u00a0\\u202f]";
        String group =
                thousands.isEmpty() ? blank : "(?:" + Pattern.quote(thousands) + "|" + blank + ")";
        return Pattern.compile(
                "([+-]?)[ \\u00a0]?(\\d{1,18}|\\d{1,3}(?:"
                        + group
                        + "\\d{2,3}){0,5}"
                        + group
                        + "\\d{3})(?:"
                        + Pattern.quote(decimal.isEmpty() ? "." : decimal)
                        + "(\\d{1,6}))?");
    }

    private BigDecimal number(String text) {
        Matcher number = numbers.matcher(text);
        if (!number.matches()) {
            throw new IllegalArgumentException("'" + text + "' is not an amount.");
        }
        String decimals = number.group(3) == null ? "" : "." + number.group(3);
        return new BigDecimal(
                number.group(1) + number.group(2).replaceAll("[^0-9]", "") + decimals);
    }

    /**
     * The bank's own number of the row; where there is none, a hash of all its cells and of how
     * many rows just like it came before. Two files that overlap thus give the same row the same
     * key.
     */
    private String key(String account, CSVRecord row) {
        String id = column(row, "id.column", "");
        if (!id.isEmpty()) {
            return "csv-" + mapping.name() + "-" + account + "-" + id;
        }
        String cells = account + "\u001f" + String.join("\u001f", row);
        int occurrence = seen.merge(cells, 1, Integer::sum);
        return "csv-" + mapping.name() + "-" + hash(cells + "\u001f" + occurrence);
    }

    private static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("Every Java platform has SHA-256.", impossible);
        }
    }

    /** The cell of the column that a setting names; the standard when there is none. */
    private String column(CSVRecord row, String setting, String standard) {
        String column = mapping.text(setting);
        if (column.isEmpty()) {
            return standard;
        }
        String value = cell(row, column);
        return value.isEmpty() ? standard : value;
    }

    private static String cell(CSVRecord row, String column) {
        return row.isSet(column) ? row.get(column).strip() : "";
    }

    private List<CsvRow> rows() {
        CSVFormat format =
                CSVFormat.DEFAULT
                        .builder()
                        .setDelimiter(mapping.delimiter())
                        .setHeader()
                        .setSkipHeaderRecord(true)
                        .setIgnoreEmptyLines(true)
                        .get();
        try (BufferedReader reader = Files.newBufferedReader(file, mapping.charset())) {
            for (int line = 0; line < mapping.skipLines(); line++) {
                reader.readLine();
            }
            skipByteOrderMark(reader);
            try (CSVParser parser = CSVParser.parse(reader, format)) {
                checkColumns(parser.getHeaderNames());
                List<CsvRow> rows = CsvRow.all(parser, mapping.skipLines());
                if (mapping.isNewestFirst()) {
                    Collections.reverse(rows);
                }
                return rows;
            }
        } catch (IOException | UncheckedIOException | IllegalArgumentException broken) {
            throw new Complaint(
                    "The file " + file + " cannot be read: " + broken.getMessage() + ".",
                    "Look at charset, delimiter and skip.lines in the mapping.",
                    broken);
        }
    }

    private static void skipByteOrderMark(BufferedReader reader) throws IOException {
        reader.mark(1);
        if (reader.read() != '\ufeff') {
            reader.reset();
        }
    }

    private void checkColumns(List<String> header) {
        for (String setting : CsvMapping.SETTINGS) {
            String column = mapping.text(setting);
            if (!setting.endsWith(".column") || column.isEmpty()) {
                continue;
            }
            if (Collections.frequency(header, column) > 1) {
                throw new Complaint(
                        "The file %s has several columns '%s', which the mapping names as %s."
                                .formatted(file, column, setting),
                        "Give them different names.");
            }
            if (!header.contains(column)) {
                throw new Complaint(
                        "The file "
                                + file
                                + " has no column '"
                                + column
                                + "', which the mapping"
                                + " names as "
                                + setting
                                + "; it has "
                                + header
                                + ".",
                        "Correct the mapping.");
            }
        }
    }
}
