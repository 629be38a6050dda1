package dev.daybook.cli.statement;

import static dev.daybook.fuzz.Seeds.forEachSeed;

import static org.assertj.core.api.Assertions.assertThat;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.cli.statement.Statements.Entry;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.fuzz.Damage;
import dev.daybook.fuzz.Texts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/** Whatever is in a bank's file: the records that it says, or a clear word about the line. */
class ImportFuzzTest {

    private static final BigDecimal MOST = new BigDecimal("1000000000000000000");

    private static final String BERKA_ACCOUNTS =
            """
            "account_id";"district_id";"frequency";"date"
            7;55;"POPLATEK MESICNE";930101
            8;1;"POPLATEK TYDNE";930102
            """;

    private static final String BERKA_RIGHTS =
            """
            "disp_id";"client_id";"account_id";"type"
            1;11;7;"OWNER"
            2;12;7;"DISPONENT"
            3;13;8;"OWNER"
            """;

    private static final String BERKA_ROWS =
            """
            "trans_id";"account_id";"date";"type";"operation";"amount";"balance";"k_symbol";"bank";"account"
            1;7;930105;"PRIJEM";"VKLAD";100.00;100.00;"";;
            2;7;930106;"VYDAJ";"PREVOD NA UCET";150.50;-50.50;"SIPO";"QR";13943797
            3;7;930131;"VYBER";"VYBER";14.60;-65.10;" ";;
            5;8;930131;"PRIJEM";"";80.00;80.00;"UROK";;
            6;8;930131;"VYDAJ";"VYBER";14.60;65.40;"SLUZBY";;
            """;

    @TempDir Path directory;

    /** A bank's way of writing. */
    private record Dialect(
            Charset charset,
            char delimiter,
            String lineEnd,
            boolean mark,
            int linesBefore,
            String dateFormat,
            char decimal,
            String thousands) {

        static Dialect any(RandomGenerator random) {
            boolean comma = random.nextBoolean();
            Charset charset = random.nextBoolean() ? UTF_8 : Charset.forName("windows-1250");
            return new Dialect(
                    charset,
                    ";\t|".charAt(random.nextInt(3)),
                    random.nextBoolean() ? "\n" : "\r\n",
                    charset.equals(UTF_8) && random.nextBoolean(),
                    random.nextInt(3),
                    List.of("dd.MM.uuuu", "uuuu-MM-dd", "MM/dd/yyyy", "yyMMdd")
                            .get(random.nextInt(4)),
                    comma ? ',' : '.',
                    List.of("", " ", comma ? "." : ",", "'").get(random.nextInt(4)));
        }

        String mapping() {
            return """
            name = fuzz
            charset = %s
            delimiter = %s
            skip.lines = %d
            date.format = %s
            decimal.separator = %s
            thousands.separator = %s
            account = a-1
            currency = EUR
            date.column = Tag
            amount.column = Betrag
            balance.column = Saldo
            description.column = Text
            counterparty.column = Partner
            id.column = Nummer
            """
                    .formatted(
                            charset.name(),
                            delimiter == '\t' ? "tab" : delimiter,
                            linesBefore,
                            dateFormat,
                            decimal,
                            thousands.equals(" ") ? "" : thousands);
        }

        String amount(BigDecimal amount, RandomGenerator random) {
            String[] parts = amount.abs().toPlainString().split("\\.");
            String whole = parts[0];
            if (!thousands.isEmpty() && random.nextBoolean()) {
                whole = whole.replaceAll("(?<=\\d)(?=(\\d{3})+$)", thousands);
            }
            String sign = amount.signum() < 0 ? "-" : random.nextInt(4) == 0 ? "+" : "";
            return sign + whole + (parts.length > 1 ? decimal + parts[1] : "");
        }

        String cell(String text, RandomGenerator random) {
            boolean must =
                    text.contains(String.valueOf(delimiter)) || text.matches("(?s).*[\"\r\n].*");
            return must || random.nextInt(3) == 0 ? '"' + text.replace("\"", "\"\"") + '"' : text;
        }
    }

    private record Row(
            String id,
            LocalDate on,
            BigDecimal amount,
            BigDecimal balance,
            String text,
            String partner) {

        static Row any(int number, RandomGenerator random) {
            BigDecimal amount = BigDecimal.valueOf(random.nextLong() >> random.nextInt(10, 62), 2);
            return new Row(
                    "n" + number,
                    LocalDate.of(2001, 1, 1).plusDays(random.nextInt(9_000)),
                    amount,
                    BigDecimal.valueOf(random.nextInt(), 2),
                    text(random),
                    text(random));
        }

        private static String text(RandomGenerator random) {
            String text = Texts.plain(random, 30).replaceAll("[日本٣ñ]", "?");
            return switch (random.nextInt(6)) {
                case 0 -> "";
                case 1 -> text + "; \"" + text + "\"|";
                case 2 -> text + "\n" + text;
                default -> text;
            };
        }
    }

    @Test
    void whatIsWrittenInAnyDialectIsReadBack() throws IOException {
        Path file = directory.resolve("s.csv");
        Path mapping = directory.resolve("m.properties");
        forEachSeed(
                600,
                random -> {
                    Dialect dialect = Dialect.any(random);
                    List<Row> rows = new ArrayList<>();
                    for (int i = random.nextInt(8); i > 0; i--) {
                        rows.add(Row.any(i, random));
                    }
                    Files.writeString(mapping, dialect.mapping());
                    Files.writeString(file, written(rows, dialect, random), dialect.charset());
                    Statements read = new CsvStatement(file, mapping).read();
                    assertThat(read.unreadable()).isEmpty();
                    assertThat(read.entries()).hasSize(rows.size());
                    for (int i = 0; i < rows.size(); i++) {
                        requireSame(read.entries().get(i), rows.get(i));
                    }
                });
    }

    private static void requireSame(Entry entry, Row row) {
        assertThat(entry.on()).isEqualTo(row.on);
        assertThat(entry.amount()).isEqualByComparingTo(row.amount);
        assertThat(entry.recorded()).isEqualByComparingTo(row.balance);
        assertThat(entry.description()).isEqualTo(row.text.strip());
        assertThat(entry.metadata().getOrDefault("counterparty", ""))
                .isEqualTo(row.partner.strip());
        assertThat(entry.key()).isEqualTo("csv-fuzz-a-1-" + row.id);
    }

    private static String written(List<Row> rows, Dialect dialect, RandomGenerator random) {
        StringBuilder text = new StringBuilder(dialect.mark ? "\ufeff" : "");
        text.append(("Bank \"x" + dialect.lineEnd).repeat(dialect.linesBefore));
        String separator = String.valueOf(dialect.delimiter);
        text.append(String.join(separator, "Nummer", "Tag", "Betrag", "Saldo", "Text", "Partner"));
        DateTimeFormatter dates = DateTimeFormatter.ofPattern(dialect.dateFormat);
        for (Row row : rows) {
            text.append(dialect.lineEnd)
                    .append(
                            String.join(
                                    separator,
                                    row.id,
                                    dialect.cell(dates.format(row.on), random),
                                    dialect.cell(dialect.amount(row.amount, random), random),
                                    dialect.cell(dialect.amount(row.balance, random), random),
                                    dialect.cell(row.text, random),
                                    dialect.cell(row.partner, random)));
        }
        return text.append(random.nextBoolean() ? dialect.lineEnd : "").toString();
    }

    @Test
    void aDamagedStatementSaysWhatItSaysOrIsComplainedOfByItsLine() throws IOException {
        Path examples = Path.of("../docs/examples");
        byte[] whole = Files.readAllBytes(examples.resolve("hafenbank.csv"));
        byte[] good = java.util.Arrays.copyOf(whole, end(whole, 20));
        Path mapping = examples.resolve("hafenbank.properties");
        Path file = directory.resolve("s.csv");
        forEachSeed(
                2_000,
                random -> {
                    byte[] bad = Damage.to(good, random);
                    Files.write(file, bad);
                    requireSound(
                            () -> new CsvStatement(file, mapping).read(),
                            numbers(new String(bad, Charset.forName("windows-1252")), ','));
                });
    }

    @Test
    void aDamagedMappingIsUnderstoodOrComplainedOf() throws IOException {
        Path examples = Path.of("../docs/examples");
        byte[] good = Files.readAllBytes(examples.resolve("hafenbank.properties"));
        Path mapping = directory.resolve("m.properties");
        forEachSeed(
                300,
                random -> {
                    Files.write(mapping, Damage.to(good, random));
                    try {
                        new CsvStatement(examples.resolve("hafenbank.csv"), mapping).read();
                    } catch (Complaint expected) {
                        assertThat(expected.getMessage()).isNotBlank();
                    }
                });
    }

    @Test
    void damagedBerkaFilesSayWhatTheySayOrAreComplainedOfByTheirLine() throws IOException {
        Map<String, String> files =
                Map.of(
                        "account.asc", BERKA_ACCOUNTS,
                        "disp.asc", BERKA_RIGHTS,
                        "trans.asc", BERKA_ROWS);
        List<String> names = files.keySet().stream().sorted().toList();
        forEachSeed(
                1_500,
                random -> {
                    String damaged = names.get(random.nextInt(3));
                    Set<String> numbers = new HashSet<>();
                    for (String name : names) {
                        byte[] bytes = files.get(name).getBytes(ISO_8859_1);
                        bytes = name.equals(damaged) ? Damage.to(bytes, random) : bytes;
                        Files.write(directory.resolve(name), bytes);
                        numbers.addAll(numbers(new String(bytes, ISO_8859_1), '.'));
                    }
                    requireSound(() -> new BerkaFiles(directory).read(), numbers);
                });
    }

    /** Holds what was read to the numbers that stand in the file, found without its reader. */
    private static void requireSound(Supplier<Statements> reading, Set<String> numbers) {
        Statements read;
        try {
            read = reading.get();
        } catch (Complaint complaint) {
            assertThat(complaint.getMessage()).isNotBlank().doesNotContain(": null");
            return;
        }
        read.unreadable()
                .forEach(each -> {
                    assertThat(each.row()).matches("(?s).*line \\d+");
                    assertThat(each.reason()).isNotBlank().isNotEqualTo("null");
                });
        for (Entry entry : read.entries()) {
            assertThat(entry.amount().abs()).isLessThan(MOST);
            assertThat(entry.amount().scale()).isBetween(0, 6);
            assertThat(numbers).as(entry.toString()).contains(plain(entry.amount().abs()));
            if (entry.recorded() != null) {
                assertThat(numbers).contains(plain(entry.recorded().abs()));
            }
        }
        Map<String, Integer> keys = new HashMap<>();
        read.entries().forEach(entry -> keys.merge(entry.key(), 1, Integer::sum));
        assertThat(keys.keySet()).allMatch(key -> !key.isBlank());
        assertThat(ClosingBalances.of(read)).hasSizeLessThanOrEqualTo(read.entries().size());
    }

    /** Every number between separators, without its sign. */
    private static Set<String> numbers(String text, char decimal) {
        Set<String> numbers = new HashSet<>();
        for (String cell : text.split("[;\\r\\n]")) {
            String digits = cell.replaceAll("[^0-9" + decimal + "]", "").replace(decimal, '.');
            if (digits.matches("[0-9]+(\\.[0-9]+)?")) {
                numbers.add(plain(new BigDecimal(digits)));
            }
        }
        return numbers;
    }

    /** Where so many lines end. */
    private static int end(byte[] bytes, int lines) {
        int end = 0;
        for (int left = lines; left > 0; end++) {
            left -= bytes[end] == '\n' ? 1 : 0;
        }
        return end;
    }

    private static String plain(BigDecimal amount) {
        return amount.signum() == 0 ? "0" : amount.stripTrailingZeros().toPlainString();
    }
}
