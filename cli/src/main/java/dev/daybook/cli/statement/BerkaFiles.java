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
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
        for (CSVRecord row : rows("trans.asc")) {
            String name = "trans " + row.get(0);
            try {
                Entry entry = entry(name, row);
                entries.add(entry);
                balances.add(entry.account(), entry.amount());
            } catch (IllegalArgumentException | DateTimeException wrong) {
                unreadable.add(new Unreadable(name, String.valueOf(wrong.getMessage())));
            }
        }
        List<User> users = new ArrayList<>();
        Map<String, String> owners = readRights(users);
        List<NewAccount> accounts = new ArrayList<>();
        for (CSVRecord row : rows("account.asc")) {
            String id = accountId(row.get("account_id"));
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
        }
        return new Statements(SOURCE, accounts, users, entries, unreadable, ROUNDING);
    }

    /** Collects the authorised users, and answers who owns each account. */
    private Map<String, String> readRights(List<User> users) {
        Map<String, String> owners = new HashMap<>();
        for (CSVRecord row : rows("disp.asc")) {
            String account = accountId(row.get("account_id"));
            String client = "client-" + row.get("client_id");
            if (row.get("type").equals("OWNER")) {
                owners.put(account, client);
            } else {
                users.add(
                        new User("berka-user-" + row.get("disp_id"), account, client, "disponent"));
            }
        }
        return owners;
    }

    private static Entry entry(String name, CSVRecord row) {
        String operation = row.get("operation").strip();
        String symbol = row.get("k_symbol").strip();
        boolean credit = row.get("type").equals("PRIJEM");
        BigDecimal amount = new BigDecimal(row.get("amount"));
        BerkaCodes.Meaning meaning =
                BerkaCodes.meaning(credit, operation, symbol, row.get("bank"), row.get("account"));
        Map<String, String> metadata = new HashMap<>();
        metadata.put("trans_id", row.get("trans_id"));
        putUnlessEmpty(metadata, "operation", operation);
        putUnlessEmpty(metadata, "k_symbol", symbol);
        putUnlessEmpty(metadata, "bank", row.get("bank"));
        putUnlessEmpty(metadata, "account", row.get("account"));
        return new Entry(
                name,
                "berka-trans-" + row.get("trans_id"),
                accountId(row.get("account_id")),
                date(row.get("date")),
                credit ? amount : amount.negate(),
                new BigDecimal(row.get("balance")),
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

    private static String accountId(String number) {
        return "berka-" + number;
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

    private List<CSVRecord> rows(String name) {
        Path file = directory.resolve(name);
        if (!Files.isReadable(file)) {
            throw new Complaint(
                    "There is no readable file " + file + ".",
                    "Name the directory that holds account.asc, disp.asc and trans.asc.");
        }
        try (CSVParser parser = CSVParser.parse(file, ISO_8859_1, FORMAT)) {
            return parser.getRecords();
        } catch (IOException | UncheckedIOException | IllegalArgumentException broken) {
            throw new Complaint(
                    "The file " + file + " cannot be read: " + broken.getMessage() + ".",
                    "It should be semicolon-separated with a header line.",
                    broken);
        }
    }
}
