package dev.daybook.bench.load;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.daybook.banking.Banking;
import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingCommand.Deposit;
import dev.daybook.banking.model.BankingCommand.OpenAccount;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Owner;
import dev.daybook.banking.postgres.BankingTables;
import dev.daybook.engine.book.Book;
import dev.daybook.engine.command.CommandIds;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.CommitLimits;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.engine.commit.Submission;
import dev.daybook.engine.journal.Provenance;
import dev.daybook.postgres.PostgresBook;
import dev.daybook.postgres.PostgresSettings;
import dev.daybook.postgres.PostgresViews;

import java.math.BigDecimal;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;

/**
 * A bank on a server, put together as the product does it, with accounts that have money. Commands
 * bear all that a client's would: who, why, an idempotency key and a digest of the content.
 */
public final class TestBank implements AutoCloseable {

    /** Accounts that are opened in one go. */
    private static final int WAVE = 2_000;

    private static final int CENT_DIGITS = 2;

    private final Server server;
    private final PostgresSettings settings;
    private final String name;
    private final int accounts;
    private final PostgresViews views;
    private final PostgresBook<BankingState> storage;
    private final BankViews bankViews;
    private final Book<BankingCommand, BankingState, BankingEvent> book;
    private final CommandIds ids = new CommandIds(InstantSource.system());
    private final Batches batches = new Batches();

    /**
     * Opens a new bank, or goes on with one on a server that keeps them.
     *
     * @param name of its book
     * @param withViews whether all of the bank's views follow
     */
    public static TestBank open(Server server, String name, int accounts, boolean withViews) {
        TestBank bank = new TestBank(server, name, accounts, withViews);
        if (bank.storage.journal().head().position() == 0) {
            bank.openAccounts();
        }
        return bank;
    }

    private TestBank(Server server, String name, int accounts, boolean withViews) {
        this.server = server;
        this.settings = server.database("daybook");
        this.name = name;
        this.accounts = accounts;
        this.views = new PostgresViews(server.database("daybook_views"), name);
        this.storage =
                new PostgresBook<>(
                        settings, name, Banking.domain(), new BankingTables(), views.ledger());
        this.bankViews = new BankViews(views, server.directory().resolve(name));
        this.book =
                new Book<>(
                        Banking.domain(),
                        storage,
                        withViews ? bankViews.bindings() : List.of(),
                        InstantSource.system(),
                        CommitLimits.STANDARD,
                        batches);
        book.start();
    }

    private void openAccounts() {
        for (int first = 0; first < accounts; first += WAVE) {
            List<CompletableFuture<Receipt<BankingState, BankingEvent>>> wave = new ArrayList<>();
            for (int i = first; i < Math.min(accounts, first + WAVE); i++) {
                wave.add(submit(opening(i), "opened at the branch"));
                wave.add(submit(funding(i), "opening deposit"));
            }
            wave.forEach(answer -> {
                Outcome outcome = answer.join().outcome();
                if (!(outcome instanceof Outcome.Committed)) {
                    throw new IllegalStateException("Not opened: " + outcome);
                }
            });
        }
    }

    private static OpenAccount opening(int number) {
        return new OpenAccount(
                account(number),
                new Owner("customer-" + number, "Customer " + number),
                "EUR",
                "current",
                BigDecimal.ZERO);
    }

    private static Deposit funding(int number) {
        return new Deposit(
                account(number),
                euros(Transfers.OPENING_CENTS),
                Identifiers.CASH,
                null,
                null,
                Map.of());
    }

    /** The identifier of an account by its number. */
    public static String account(int number) {
        return "account-" + number;
    }

    private static BigDecimal euros(long cents) {
        return BigDecimal.valueOf(cents, CENT_DIGITS);
    }

    /** Sends a transfer; see {@link Book#submit}. */
    public CompletableFuture<Receipt<BankingState, BankingEvent>> submit(
            Transfers.Transfer transfer) {
        return submit(
                new BankingCommand.Transfer(
                        account(transfer.from()),
                        account(transfer.to()),
                        euros(transfer.cents()),
                        "invoice",
                        null,
                        Map.of()),
                "standing order of the customer");
    }

    private CompletableFuture<Receipt<BankingState, BankingEvent>> submit(
            BankingCommand command, String reason) {
        UUID id = ids.next();
        String key = id.toString();
        return book.submit(
                new Submission<>(
                        id,
                        "bench",
                        key,
                        digest(command),
                        command.type(),
                        command,
                        new Provenance("bench", null, "bench", reason, key, null, null),
                        InstantSource.system().instant()));
    }

    private static byte[] digest(BankingCommand command) {
        try {
            return MessageDigest.getInstance("SHA-256").digest(command.toString().getBytes(UTF_8));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    public Book<BankingCommand, BankingState, BankingEvent> book() {
        return book;
    }

    public PostgresBook<BankingState> storage() {
        return storage;
    }

    public BankViews views() {
        return bankViews;
    }

    public Server server() {
        return server;
    }

    /** What the committer has done so far. */
    public Batches batches() {
        return batches;
    }

    /** What is wrong with the books, if anything is. */
    public Optional<String> complaint() {
        return BookComplaint.about(storage);
    }

    /** Closes the bank and removes what it stored, unless the server keeps it. */
    @Override
    public void close() {
        book.close();
        storage.close();
        views.close();
        if (server.isKept()) {
            return;
        }
        server.dropSchema(settings, "book_" + name);
        server.dropSchema(server.database("daybook_views"), "views_" + name);
        ScratchDirectory.delete(server.directory().resolve(name));
    }
}
