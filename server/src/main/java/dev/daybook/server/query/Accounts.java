package dev.daybook.server.query;

import static dev.daybook.banking.view.BankingViews.ACCOUNTS;
import static dev.daybook.banking.view.BankingViews.ACCOUNT_DIRECTORY;

import dev.daybook.banking.model.Account;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.view.AccountSheet;
import dev.daybook.banking.view.DirectoryEntry;
import dev.daybook.engine.book.CurrentState;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.SearchIndex.Filter;
import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.http.Reading.Consistency;
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

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Accounts as they are, and as they were. */
@Tag(name = "Accounts")
@RestController
public final class Accounts {

    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 1_000;

    private final Bank bank;
    private final Freshness freshness;
    private final Past past;

    Accounts(Bank bank, Freshness freshness, Past past) {
        this.bank = bank;
        this.freshness = freshness;
        this.past = past;
    }

    @Operation(
            summary = "One account",
            description = "With asOf or asOfPosition, as it was known then.")
    @GetMapping("/v1/accounts/{id}")
    public ResponseEntity<AccountBody> account(
            @PathVariable String id,
            @Parameter(description = "An instant of the past", example = "2026-07-15T12:00:00Z")
                    @RequestParam(required = false)
                    @Nullable String asOf,
            @Parameter(description = "A position of the journal") @RequestParam(required = false)
                    @Nullable String asOfPosition,
            Reading reading,
            Caller caller) {
        caller.checkMayUse(id);
        EntityId entity = entity(id);
        Long position = past.position(asOf, asOfPosition);
        if (position != null) {
            return answer(id, position, bank.book().history().at(entity, position));
        }
        if (reading.consistency() instanceof Consistency.Strong) {
            CurrentState.At<BankingState> now = bank.storage().current().load(List.of(entity));
            return answer(
                    id, now.position(), now.entities().getOrDefault(entity, Versioned.none()));
        }
        long shown = freshness.of(ACCOUNTS.name(), entity, reading);
        AccountSheet sheet = bank.accounts().get(id).orElse(null);
        return answer(
                id,
                shown,
                sheet == null ? Versioned.none() : new Versioned<>(sheet.state(), sheet.version()));
    }

    @Operation(
            summary = "Find accounts",
            description = "Words match the owner's name and reference and the account's id.")
    @GetMapping("/v1/accounts")
    public ResponseEntity<Page<AccountBody>> accounts(
            @RequestParam(required = false) @Nullable String q,
            @Parameter(description = "open or closed") @RequestParam(required = false)
                    @Nullable String status,
            @RequestParam(required = false) @Nullable String cursor,
            @Parameter(description = "1 to 1000, 50 if absent") @RequestParam(required = false)
                    @Nullable String limit,
            Reading reading,
            Caller caller) {
        List<Filter> filters = new ArrayList<>();
        if (status != null) {
            filters.add(new Filter.OneOf("status", List.of(status(status).name())));
        }
        if (caller.ownOnly()) {
            filters.add(OwnAccounts.filter("id", caller));
        }
        int count = Given.limit(limit, LIMIT, LIMIT_MAX);
        long shown = freshness.of(ACCOUNT_DIRECTORY.name(), reading);
        SearchIndex.Result<DirectoryEntry> found =
                Searching.search(
                        bank.directory(),
                        new SearchIndex.Query(q, filters, null, cursor, count, List.of()));
        freshness.await(ACCOUNTS.name(), shown, reading);
        List<String> ids = found.items().stream().map(DirectoryEntry::id).toList();
        Map<String, AccountSheet> sheets = bank.accounts().read(ids);
        List<AccountBody> items = new ArrayList<>(ids.size());
        for (String id : ids) {
            AccountSheet sheet = sheets.get(id);
            if (sheet != null) {
                items.add(AccountBody.of(id, sheet.state(), sheet.version()));
            }
        }
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(shown))
                .body(new Page<>(items, found.next()));
    }

    private static Account.Status status(String word) {
        for (Account.Status status : Account.Status.values()) {
            if (status.name().toLowerCase(Locale.ROOT).equals(word)) {
                return status;
            }
        }
        throw ProblemException.validation("status", "'status' is open or closed.");
    }

    private static ResponseEntity<AccountBody> answer(
            String id, long position, Versioned<BankingState> found) {
        BankingState state = found.state();
        if (state == null) {
            throw ProblemException.notFound(
                    "There is no account '" + id + "' at position " + position + ".",
                    Map.of(Headers.POSITION, Long.toString(position)));
        }
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(position))
                .body(AccountBody.of(id, state, found.version()));
    }

    /** The account of an address, if it can be one. */
    static EntityId entity(String id) {
        if (!Identifiers.isAccount(id)) {
            throw ProblemException.notFound("No account is called that.");
        }
        return Identifiers.account(id);
    }
}
