package dev.daybook.server.query;

import static dev.daybook.banking.view.BankingViews.STATEMENTS;

import com.fasterxml.jackson.annotation.JsonUnwrapped;

import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Money;
import dev.daybook.banking.model.Transaction;
import dev.daybook.banking.postgres.Statements;
import dev.daybook.banking.view.StatementLine;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.server.answer.TransactionBody;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What moved on an account, the newest first. */
@Tag(name = "Accounts")
@RestController
public final class StatementPages {

    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 1_000;

    private final Bank bank;
    private final Freshness freshness;
    private final Statements statements;

    StatementPages(Bank bank, Freshness freshness) {
        this.bank = bank;
        this.freshness = freshness;
        this.statements = new Statements(bank.tables());
    }

    /**
     * A transaction as one of its accounts sees it.
     *
     * @param amount what moved on this account, negative for a debit
     * @param balance the account's balance afterwards
     * @param counterparty the other account, when there is one other
     */
    @Schema(name = "StatementLine")
    public record LineBody(
            @JsonUnwrapped TransactionBody transaction,
            String account,
            String amount,
            String balance,
            String currency,
            @Nullable String counterparty,
            long accountVersion) {}

    @Operation(summary = "The statement of an account, newest first")
    @GetMapping("/v1/accounts/{id}/transactions")
    public ResponseEntity<Page<LineBody>> statement(
            @PathVariable String id,
            @Parameter(description = "The first booking day") @RequestParam(required = false)
                    @Nullable String from,
            @Parameter(description = "The last booking day") @RequestParam(required = false)
                    @Nullable String to,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            Reading reading,
            Caller caller) {
        caller.checkMayUse(id);
        int count = Given.limit(limit, LIMIT, LIMIT_MAX);
        Long before = Cursor.position(cursor);
        var first = Given.dateOrNull("from", from);
        var last = Given.dateOrNull("to", to);
        long shown = freshness.of(STATEMENTS.name(), Accounts.entity(id), reading);
        // One more than is shown, to know whether there is a next page.
        List<Statements.Line> lines = statements.page(id, first, last, before, count + 1);
        if (lines.isEmpty()) {
            Existing.account(bank, id, "There is no account '" + id + "'.");
        }
        boolean more = lines.size() > count;
        List<Statements.Line> page = more ? lines.subList(0, count) : lines;
        String next = more ? Cursor.of(page.getLast().key().position()) : null;
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(shown))
                .body(new Page<>(bodies(id, page, caller), next));
    }

    private List<LineBody> bodies(String id, List<Statements.Line> page, Caller caller) {
        List<EntityId> ids =
                page.stream()
                        .map(line -> Identifiers.transaction(line.line().transaction()))
                        .toList();
        Map<EntityId, Versioned<BankingState>> transactions =
                bank.storage().current().load(ids).entities();
        List<LineBody> bodies = new ArrayList<>(page.size());
        for (Statements.Line each : page) {
            UUID transaction = each.line().transaction();
            Versioned<BankingState> found = transactions.get(Identifiers.transaction(transaction));
            if (found != null && found.state() instanceof Transaction posted) {
                bodies.add(body(id, each, posted, caller));
            }
        }
        return bodies;
    }

    private static LineBody body(
            String id, Statements.Line each, Transaction posted, Caller caller) {
        StatementLine line = each.line();
        return new LineBody(
                TransactionBody.of(posted, line.recordedAt(), each.key().position(), caller),
                id,
                Money.text(line.amount(), line.currency()),
                Money.text(line.balance(), line.currency()),
                line.currency(),
                line.counterparty(),
                line.version());
    }
}
