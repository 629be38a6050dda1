package dev.daybook.cli.statement;

/** What the Czech codes of the Berka data mean, in words. */
final class BerkaCodes {

    /** A row in the book's terms. */
    record Meaning(String kind, String via, String description) {}

    private BerkaCodes() {}

    static Meaning meaning(
            boolean credit, String operation, String symbol, String bank, String account) {
        return switch (symbol) {
            case "UROK" -> new Meaning("interest", "@interest", "Interest credited");
            case "SANKC. UROK" ->
                    new Meaning(
                            "penalty-interest", "@interest", "Penalty interest for an overdraft");
            case "SLUZBY" -> new Meaning("fee", "@fees", "Fee for the statement");
            default -> byOperation(credit, operation, purpose(symbol), partner(bank, account));
        };
    }

    private static Meaning byOperation(
            boolean credit, String operation, String purpose, String partner) {
        return switch (operation) {
            case "VKLAD" -> new Meaning("cash-deposit", "@cash", "Cash deposit" + purpose);
            case "VYBER" -> new Meaning("cash-withdrawal", "@cash", "Cash withdrawal" + purpose);
            case "VYBER KARTOU" ->
                    new Meaning("card-withdrawal", "@cards", "Withdrawal by card" + purpose);
            case "PREVOD Z UCTU" ->
                    new Meaning("transfer-in", "@bank", "Transfer from " + partner + purpose);
            case "PREVOD NA UCET" ->
                    new Meaning("transfer-out", "@bank", "Transfer to " + partner + purpose);
            default ->
                    credit
                            ? new Meaning("other-credit", "@bank", "Credit" + purpose)
                            : new Meaning("other-debit", "@bank", "Debit" + purpose);
        };
    }

    private static String purpose(String symbol) {
        return switch (symbol) {
            case "" -> "";
            case "SIPO" -> ", household payment";
            case "POJISTNE" -> ", insurance payment";
            case "DUCHOD" -> ", old-age pension";
            case "UVER" -> ", loan payment";
            default -> ", " + symbol;
        };
    }

    private static String partner(String bank, String account) {
        String number = account.matches("0*") ? "" : " account " + account;
        return bank.isEmpty() ? "another bank" + number : "bank " + bank + number;
    }
}
