package dev.daybook.server.query;

import static dev.daybook.banking.view.BankingViews.DAILY_BALANCES;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.BookAccount;
import dev.daybook.banking.model.Money;
import dev.daybook.banking.model.Transaction;
import dev.daybook.banking.postgres.DailyBalances;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.engine.event.EntityId;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.LocalDate;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/** Balances at the close of booking days, as known now or at an instant of the past. */
@Tag(name = "Accounts")
@RestController
public final class Balances {

    private static final int DAYS_MAX = 10_000;
    private static final int SPAN_DAYS_MAX = 1_000;
    private static final int ACCOUNTS = 50;
    private static final int ACCOUNTS_MAX = 200;
    private static final LocalDate FIRST_DAY = LocalDate.of(1, 1, 1);
    private static final LocalDate LAST_DAY = LocalDate.of(9999, 12, 31);

    private final Bank bank;
    private final Freshness freshness;
    private final Past past;
    private final DailyBalances balances;
    private final DailyCloses closes;

    Balances(Bank bank, Freshness freshness, Past past) {
        this.bank = bank;
        this.freshness = freshness;
        this.past = past;
        this.balances = new DailyBalances(bank.tables());
        this.closes = new DailyCloses(bank.tables());
    }

    /**
     * A balance on both axes of time.
     *
     * @param on the booking day at whose close it holds
     * @param asOf what was known when
     */
    public record BalanceBody(
            String account, String currency, String balance, LocalDate on, Instant asOf) {}

    @Operation(summary = "The balance at the close of a booking day, as known at an instant")
    @GetMapping("/v1/accounts/{id}/balance")
    public ResponseEntity<BalanceBody> balance(
            @PathVariable String id,
            @Parameter(description = "The booking day", example = "2026-07-15")
                    @RequestParam(required = false)
                    @Nullable String on,
            @Parameter(description = "As known then; now when absent")
                    @RequestParam(required = false)
                    @Nullable String asOf,
            @Parameter(description = "For the book's own accounts, which have several")
                    @RequestParam(required = false)
                    @Nullable String currency,
            Reading reading,
            Caller caller) {
        caller.checkMayUse(id);
        EntityId account = Accounts.entity(id);
        LocalDate day = Given.date("on", on);
        Instant instant = Given.instantOrNull("asOf", asOf);
        Instant known = instant == null ? Instant.now().truncatedTo(ChronoUnit.MICROS) : instant;
        long position;
        if (instant == null) {
            position = freshness.of(DAILY_BALANCES.name(), account, reading);
        } else {
            position = past.at(instant);
            freshness.await(DAILY_BALANCES.name(), account, position, reading);
        }
        String unit = currencyOf(id, currency);
        long minor = balances.balance(id, unit, day, instant == null ? Long.MAX_VALUE : position);
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(position))
                .body(new BalanceBody(id, unit, Money.text(minor, unit), day, known));
    }

    /** The first booking day on which something moved; null when nothing has. */
    public @Nullable LocalDate firstDay(String account, String currency) {
        return closes.read(account, currency, FIRST_DAY, LAST_DAY, 1).stream()
                .map(DailyCloses.Close::on)
                .findFirst()
                .orElse(null);
    }

    /** The close of each day on which something moved, in the order of days. */
    record BalancesBody(
            String account, String currency, List<DayBody> items, @Nullable LocalDate next) {}

    record DayBody(LocalDate on, String balance) {}

    @Operation(
            summary = "The balances at the close of every booking day that moved",
            description =
                    "As known now. Up to 10,000 days; where there are more, 'next' is the day to"
                            + " give as 'from'.")
    @GetMapping("/v1/accounts/{id}/balances")
    ResponseEntity<BalancesBody> balances(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String currency,
            Reading reading,
            Caller caller) {
        caller.checkMayUse(id);
        LocalDate first = from == null ? FIRST_DAY : Given.date("from", from);
        LocalDate last = to == null ? LAST_DAY : Given.date("to", to);
        long position = freshness.of(DAILY_BALANCES.name(), Accounts.entity(id), reading);
        String unit = currencyOf(id, currency);
        List<DayBody> items = new ArrayList<>();
        LocalDate next = null;
        for (DailyCloses.Close close : closes.read(id, unit, first, last, DAYS_MAX + 1)) {
            if (items.size() == DAYS_MAX) {
                next = close.on();
                break;
            }
            items.add(new DayBody(close.on(), Money.text(close.balance(), unit)));
        }
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(position))
                .body(new BalancesBody(id, unit, items, next));
    }

    /** The close of a day of one account. */
    record AccountDayBody(String account, String currency, LocalDate on, String balance) {}

    @Operation(
            summary = "The balances of all accounts at the close of every booking day that moved",
            description =
                    "As known now, account by account in the order of their identifiers; 'limit' is"
                            + " the number of accounts on a page, and the days are at most 1,000.")
    @GetMapping("/v1/balances")
    ResponseEntity<Page<AccountDayBody>> allBalances(
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            Reading reading) {
        LocalDate first = Given.date("from", from);
        LocalDate last = Given.date("to", to);
        if (ChronoUnit.DAYS.between(first, last) >= SPAN_DAYS_MAX) {
            throw ProblemException.validation(
                    "to", "At most " + SPAN_DAYS_MAX + " days are read at once.");
        }
        int accountsMax = Given.limit(limit, ACCOUNTS, ACCOUNTS_MAX);
        String after = Cursor.account(cursor);
        long position = freshness.of(DAILY_BALANCES.name(), reading);
        List<String> accounts = closes.accounts(after == null ? "" : after, accountsMax);
        List<AccountDayBody> items =
                closes.read(accounts, first, last).stream()
                        .map(day ->
                                new AccountDayBody(
                                        day.account(),
                                        day.currency(),
                                        day.close().on(),
                                        Money.text(day.close().balance(), day.currency())))
                        .toList();
        String next = accounts.size() < accountsMax ? null : Cursor.of(accounts.getLast());
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(position))
                .body(new Page<>(items, next));
    }

    private String currencyOf(String id, @Nullable String asked) {
        // An account never changes its currency, so that what the view shows of it will do, however
        // old it is.
        BankingState state =
                bank.accounts()
                        .get(id)
                        .map(AccountSheet::state)
                        .orElseGet(() ->
                                Existing.account(bank, id, "There is no account '" + id + "'."));
        return switch (state) {
            case Account account -> account.currency();
            case BookAccount own -> {
                if (asked != null ? Money.isCurrency(asked) : own.balances().size() == 1) {
                    yield asked != null ? asked : own.balances().keySet().iterator().next();
                }
                throw ProblemException.validation(
                        "currency",
                        "This account has several currencies; say which: "
                                + String.join(", ", own.balances().keySet())
                                + ".");
            }
            case Transaction _ -> throw new IllegalStateException("An account is expected.");
        };
    }
}
