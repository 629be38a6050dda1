package dev.daybook.cli.statement;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.daybook.cli.statement.Statements.Entry;
import dev.daybook.cli.statement.Statements.NewAccount;
import dev.daybook.cli.statement.Statements.Unreadable;
import dev.daybook.cli.statement.Statements.User;
import dev.daybook.cli.terminal.Complaint;

import org.apache.commons.csv.CSVFormat;
import org.apache.commons.csv.CSVParser;
import org.apache.commons.csv.CSVRecord;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Reads the PKDD'99 (Berka) data of a Czech bank: semicolons, quotes, ISO-8859-1, dates YYMMDD of
 * the twentieth century, amounts in CZK. Birth numbers are personal data and stay unread.
 */
public final class BerkaFiles {

    /** Part of each command, so it names the data and not the directory. */
    private static final String SOURCE = "the Berka data (PKDD'99)";

    private static final String CURRENCY = "CZK";

    /** The bank's own rounding: in one row of twenty its balance is off by exactly this. */
    private static final BigDecimal ROUNDING = new BigDecimal("0.10");

    private static final List<String> ACCOUNT_COLUMNS =
            List.of("account_id", "district_id", "frequency", "date");

    private static final List<String> RIGHT_COLUMNS =
            List.of("disp_id", "client_id", "account_id", "type");

    private static final List<String> TRANSACTION_COLUMNS =
            List.of(
                    "trans_id",
                    "account_id",
                    "date",
                    "type",
                    "operation",
                    "amount",
                    "balance",
                    "k_symbol",
                    "bank",
                    "account");

    private static final CSVFormat FORMAT =
            CSVFormat.DEFAULT
                    .builder()
                    .setDelimiter(';')
                    .setHeader()
                    .setSkipHeaderRecord(true)
                    .get();

    private final Path directory;

    public BerkaFiles(Path directory) {
        this.directory = directory;
    }

    /**
     * @throws Complaint when a file is missing or cannot be read
     */
    public Statements read() {
        List<Entry> entries = new ArrayList<>();
        List<Unreadable> unreadable = new ArrayList<>();
        RunningBalances balances = new RunningBalances();
        for (CsvRow row : rows("trans.asc", TRANSACTION_COLUMNS)) {
            String name = "trans " + row.cells().get(0) + ", line " + row.line();
            try {
                Entry entry = entry(name, row.complete());
                entries.add(entry);
                balances.add(entry.account(), entry.amount());
            } catch (IllegalArgumentException | DateTimeException wrong) {
                unreadable.add(new Unreadable(name, String.valueOf(wrong.getMessage())));
            }
        }
        List<User> users = new ArrayList<>();
        Map<String, String> owners = new HashMap<>();
        eachOf("disp.asc", RIGHT_COLUMNS, row -> readRight(row, owners, users));
        List<NewAccount> accounts = new ArrayList<>();
        eachOf(
                "account.asc",
                ACCOUNT_COLUMNS,
                row -> {
                    String id = accountId(row);
                    // The account's own number stands in for an owner that the files do not name.
                    String client = owners.getOrDefault(id, "unknown-" + id);
                    accounts.add(
                            new NewAccount(
                                    id,
                                    client,
                                    client.replace("client-", "Client "),
                                    CURRENCY,
                                    product(row.get("frequency")),
                                    BigDecimal.ZERO,
                                    balances.deepest(id)));
                });
        return new Statements(SOURCE, accounts, users, entries, unreadable, ROUNDING);
    }

    /** Every row of a file in which none may be wrong, or what hangs on it would be. */
    private void eachOf(String name, List<String> columns, Consumer<CSVRecord> reader) {
        for (CsvRow row : rows(name, columns)) {
            try {
                reader.accept(row.complete());
            } catch (IllegalArgumentException wrong) {
                throw new Complaint(
                        "The line %d of %s cannot be read: %s"
                                .formatted(row.line(), directory.resolve(name), wrong.getMessage()),
                        "Correct it, or take the file from its source again.",
                        wrong);
            }
        }
    }

    /** Notes down an account's owner, or an authorised user. */
    private static void readRight(CSVRecord row, Map<String, String> owners, List<User> users) {
        String account = accountId(row);
        String client = "client-" + number(row, "client_id");
        String type = row.get("type");
        switch (type) {
            case "OWNER" -> owners.put(account, client);
            case "DISPONENT" ->
                    users.add(
                            new User(
                                    "berka-user-" + number(row, "disp_id"),
                                    account,
                                    client,
                                    "disponent"));
            default -> throw new IllegalArgumentException("'" + type + "' is not a type of right.");
        }
    }

    private static Entry entry(String name, CSVRecord row) {
        String operation = row.get("operation").strip();
        String symbol = row.get("k_symbol").strip();
        boolean credit = isCredit(row.get("type"));
        BigDecimal amount = amount(row.get("amount"));
        BerkaCodes.Meaning meaning =
                BerkaCodes.meaning(credit, operation, symbol, row.get("bank"), row.get("account"));
        Map<String, String> metadata = new HashMap<>();
        metadata.put("trans_id", number(row, "trans_id"));
        putUnlessEmpty(metadata, "operation", operation);
        putUnlessEmpty(metadata, "k_symbol", symbol);
        putUnlessEmpty(metadata, "bank", row.get("bank"));
        putUnlessEmpty(metadata, "account", row.get("account"));
        return new Entry(
                name,
                "berka-trans-" + number(row, "trans_id"),
                accountId(row),
                date(row.get("date")),
                credit ? amount : amount.negate(),
                amount(row.get("balance")),
                meaning.kind(),
                meaning.via(),
                meaning.description(),
                Map.copyOf(metadata));
    }

    private static void putUnlessEmpty(Map<String, String> metadata, String name, String value) {
        if (!value.isEmpty()) {
            metadata.put(name, value);
        }
    }

    private static String accountId(CSVRecord row) {
        return "berka-" + number(row, "account_id");
    }

    private static String number(CSVRecord row, String column) {
        String number = row.get(column);
        if (!number.matches("[0-9]{1,18}")) {
            throw new IllegalArgumentException("'" + number + "' is not an " + column + ".");
        }
        return number;
    }

    /** Debits have two names; what is neither must not be taken for one. */
    private static boolean isCredit(String type) {
        return switch (type) {
            case "PRIJEM" -> true;
            case "VYDAJ", "VYBER" -> false;
            default -> throw new IllegalArgumentException("'" + type + "' is neither in nor out.");
        };
    }

    private static BigDecimal amount(String text) {
        if (!text.matches("-?[0-9]{1,13}(\\.[0-9]{1,2})?")) {
            throw new IllegalArgumentException("'" + text + "' is not an amount.");
        }
        return new BigDecimal(text);
    }

    private static String product(String frequency) {
        return switch (frequency) {
            case "POPLATEK MESICNE" -> "monthly-statement";
            case "POPLATEK TYDNE" -> "weekly-statement";
            case "POPLATEK PO OBRATU" -> "statement-after-transaction";
            default -> frequency;
        };
    }

    static LocalDate date(String yymmdd) {
        if (!yymmdd.matches("\\d{6}")) {
            throw new IllegalArgumentException("'" + yymmdd + "' is not a date YYMMDD.");
        }
        return LocalDate.of(
                1900 + Integer.parseInt(yymmdd.substring(0, 2)),
                Integer.parseInt(yymmdd.substring(2, 4)),
                Integer.parseInt(yymmdd.substring(4, 6)));
    }

    private List<CsvRow> rows(String name, List<String> columns) {
        Path file = directory.resolve(name);
        if (!Files.isReadable(file)) {
            throw new Complaint(
                    "There is no readable file " + file + ".",
                    "Name the directory that holds account.asc, disp.asc and trans.asc.");
        }
        try (CSVParser parser = CSVParser.parse(file, ISO_8859_1, FORMAT)) {
            List<String> header = parser.getHeaderNames();
            if (columns.stream().anyMatch(each -> Collections.frequency(header, each) != 1)) {
                throw new Complaint(
                        "The file %s has the columns %s, not each of %s once."
                                .formatted(file, header, columns),
                        "Take it from its source again.");
            }
            return CsvRow.all(parser, 0);
        } catch (IOException | UncheckedIOException | IllegalArgumentException broken) {
            throw new Complaint(
                    "The file " + file + " cannot be read: " + broken.getMessage() + ".",
                    "It should be semicolon-separated with a header line.",
                    broken);
        }
    }
}
