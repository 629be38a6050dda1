package dev.daybook.cli.statement;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.cli.terminal.Complaint;

import java.io.IOException;
import java.io.Reader;
import java.math.BigDecimal;
import java.nio.charset.Charset;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.format.DateTimeFormatter;
import java.time.format.ResolverStyle;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Properties;
import java.util.Set;
import java.util.TreeSet;

/**
 * How to read one bank's CSV: a properties file in UTF-8 that names the columns. The settings, with
 * their defaults, are those of {@link #SETTINGS}; a name that is none of them is refused, because
 * it is a typing error.
 */
final class CsvMapping {

    /** Every setting; one that ends with a dot stands for all names that begin so. */
    static final List<String> SETTINGS =
            List.of(
                    "name",
                    "charset",
                    "delimiter",
                    "skip.lines",
                    "order",
                    "rounding",
                    "opening",
                    "date.format",
                    "decimal.separator",
                    "thousands.separator",
                    "currency",
                    "currency.column",
                    "account",
                    "account.column",
                    "account.prefix",
                    "owner.name.column",
                    "owner.reference.column",
                    "date.column",
                    "amount.column",
                    "debit.column",
                    "credit.column",
                    "balance.column",
                    "id.column",
                    "description.column",
                    "counterparty.column",
                    "kind",
                    "kind.column",
                    "kind.of.",
                    "via",
                    "via.column",
                    "via.of.");

    private final Properties properties;
    private final Path file;

    private CsvMapping(Properties properties, Path file) {
        this.properties = properties;
        this.file = file;
    }

    /**
     * @throws Complaint when the file cannot be read or says something that is not understood
     */
    static CsvMapping read(Path file) {
        Properties properties = new Properties();
        try (Reader reader = Files.newBufferedReader(file, UTF_8)) {
            properties.load(reader);
        } catch (IOException | IllegalArgumentException broken) {
            throw new Complaint(
                    "The mapping " + file + " cannot be read.",
                    "It is a file of lines `name = value` in UTF-8; see docs/examples.",
                    broken);
        }
        CsvMapping mapping = new CsvMapping(properties, file);
        mapping.check();
        return mapping;
    }

    private void check() {
        Set<String> unknown = new TreeSet<>(properties.stringPropertyNames());
        unknown.removeIf(name ->
                SETTINGS.stream()
                        .anyMatch(known ->
                                known.endsWith(".") ? name.startsWith(known) : name.equals(known)));
        if (!unknown.isEmpty()) {
            throw wrong("knows no setting '" + unknown.iterator().next() + "'");
        }
        required("date.column");
        if (text("account").isEmpty() && text("account.column").isEmpty()) {
            throw wrong("names neither account nor account.column");
        }
        if (text("currency").isEmpty() && text("currency.column").isEmpty()) {
            throw wrong("names neither currency nor currency.column");
        }
        boolean two = !text("debit.column").isEmpty() && !text("credit.column").isEmpty();
        if (text("amount.column").isEmpty() && !two) {
            throw wrong("names neither amount.column nor both debit.column and credit.column");
        }
        charset();
        dateFormat();
        delimiter();
        rounding();
        skipLines();
        separators();
        isNewestFirst();
        derivesOpening();
    }

    /** A word for the bank, part of the idempotency keys. */
    String name() {
        String name = text("name");
        Path fileName = file.getFileName();
        String plain = fileName == null ? "csv" : fileName.toString().replaceFirst("\\.[^.]*$", "");
        return name.isEmpty() ? plain : name;
    }

    /** The value of a setting, or the empty text. */
    String text(String name) {
        return properties.getProperty(name, "").strip();
    }

    private String required(String name) {
        String value = text(name);
        if (value.isEmpty()) {
            throw wrong("does not say " + name);
        }
        return value;
    }

    Charset charset() {
        try {
            return Charset.forName(text("charset").isEmpty() ? "UTF-8" : text("charset"));
        } catch (IllegalArgumentException unknown) {
            throw wrong("names a charset '" + text("charset") + "' that Java does not know");
        }
    }

    char delimiter() {
        String value = properties.getProperty("delimiter", ",");
        return switch (value) {
            case "tab", "\t" -> '\t';
            default -> {
                if (value.strip().length() != 1) {
                    throw wrong("has a delimiter '" + value + "', which is one character or 'tab'");
                }
                yield value.strip().charAt(0);
            }
        };
    }

    DateTimeFormatter dateFormat() {
        String pattern = text("date.format").isEmpty() ? "uuuu-MM-dd" : text("date.format");
        try {
            // Strictly, or the 30th of February would be taken for the 28th; which wants the year
            // without an era.
            return DateTimeFormatter.ofPattern(pattern.replace('y', 'u'), Locale.ROOT)
                    .withResolverStyle(ResolverStyle.STRICT);
        } catch (IllegalArgumentException broken) {
            throw wrong("has a date.format '" + pattern + "', which is written like dd.MM.uuuu");
        }
    }

    /** Lines before the header. */
    int skipLines() {
        String lines = text("skip.lines");
        if (!lines.matches("[0-9]{0,6}")) {
            throw wrong("has skip.lines '" + lines + "', which is a number up to 999999");
        }
        return lines.isEmpty() ? 0 : Integer.parseInt(lines);
    }

    private void separators() {
        String decimal = text("decimal.separator").isEmpty() ? "." : text("decimal.separator");
        String thousands = text("thousands.separator");
        if (thousands.equals(decimal) || (decimal + thousands).matches(".*[0-9+-].*")) {
            throw wrong(
                    "has decimal.separator '%s' and thousands.separator '%s', which are two"
                                    .formatted(decimal, thousands)
                            + " different signs");
        }
    }

    BigDecimal rounding() {
        try {
            return text("rounding").isEmpty() ? BigDecimal.ZERO : new BigDecimal(text("rounding"));
        } catch (NumberFormatException none) {
            throw wrong("has rounding '" + text("rounding") + "', which is an amount like 0.01");
        }
    }

    boolean isNewestFirst() {
        return choice("order", "oldest-first", "newest-first").equals("newest-first");
    }

    /** Whether the balance before the first row is made from that row's own balance. */
    boolean derivesOpening() {
        return choice("opening", "zero", "derive").equals("derive");
    }

    private String choice(String name, String standard, String other) {
        String value = text(name).isEmpty() ? standard : text(name);
        if (!Arrays.asList(standard, other).contains(value)) {
            throw wrong("says " + name + " = " + value + ", which is " + standard + " or " + other);
        }
        return value;
    }

    /**
     * What a value of a column stands for: the setting {@code <name>.of.<part of the value>} whose
     * part is in it, the longest first, in any case; else the setting {@code <name>}; else the
     * standard.
     */
    String translate(String name, String value, String standard) {
        String prefix = name + ".of.";
        String lower = value.toLowerCase(Locale.ROOT);
        return properties.stringPropertyNames().stream()
                .filter(each -> each.startsWith(prefix))
                .filter(each -> lower.contains(part(each, prefix)))
                .max(
                        Comparator.comparingInt(String::length)
                                .thenComparing(Comparator.naturalOrder()))
                .map(this::text)
                .orElse(text(name).isEmpty() ? standard : text(name));
    }

    private static String part(String setting, String prefix) {
        return setting.substring(prefix.length()).toLowerCase(Locale.ROOT);
    }

    private Complaint wrong(String what) {
        return new Complaint(
                "The mapping " + file + " " + what + ".",
                "See docs/cli.md for all settings, and docs/examples for one that works.");
    }
}
