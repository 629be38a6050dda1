package dev.daybook.server.query;

import static dev.daybook.banking.view.BankingViews.TRANSACTIONS;

import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Transaction;
import dev.daybook.banking.view.TransactionDocument;
import dev.daybook.engine.book.CurrentState;
import dev.daybook.engine.command.Versioned;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.engine.view.SearchIndex;
import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.server.answer.TransactionBody;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
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

import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/** Transactions: one by its identifier, or those that match a question. */
@Tag(name = "Transactions")
@RestController
public final class Transactions {

    private final Bank bank;
    private final Freshness freshness;

    Transactions(Bank bank, Freshness freshness) {
        this.bank = bank;
        this.freshness = freshness;
    }

    /**
     * What a search found.
     *
     * @param total number of all that match
     * @param facets for each asked field how many of those have which value
     */
    @Schema(name = "TransactionPage")
    public record SearchBody(
            List<TransactionBody> items,
            long total,
            Map<String, Map<String, Long>> facets,
            @Nullable String next,
            long tookMillis) {}

    @Operation(summary = "One transaction, as it stands")
    @GetMapping("/v1/transactions/{id}")
    public ResponseEntity<TransactionBody> transaction(
            @PathVariable String id, Reading reading, Caller caller) {
        UUID uuid = Given.uuidOrNull(id);
        if (uuid == null) {
            throw ProblemException.notFound("No transaction is called that.");
        }
        EntityId entity = Identifiers.transaction(uuid);
        CurrentState.At<BankingState> now = bank.storage().current().load(List.of(entity));
        if (reading.consistency() instanceof Reading.Consistency.AtLeast(long position)
                && position > now.position()) {
            throw new ViewBehindException("state", position, now.position());
        }
        Versioned<BankingState> found = now.entities().getOrDefault(entity, Versioned.none());
        if (!(found.state() instanceof Transaction transaction)) {
            throw ProblemException.notFound(
                    "There is no transaction '" + uuid + "'.",
                    Map.of(Headers.POSITION, Long.toString(now.position())));
        }
        if (transaction.legs().stream().noneMatch(leg -> caller.mayUse(leg.account()))) {
            throw ProblemException.forbidden("None of its accounts is one of your own.");
        }
        RecordedEvent posted =
                bank.storage().journal().read(entity, 0, Long.MAX_VALUE, 1).getFirst();
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(now.position()))
                .body(
                        TransactionBody.of(
                                transaction, posted.recordedAt(), posted.position(), caller));
    }

    @Operation(
            summary = "Search transactions",
            description =
                    "Words match description, accounts and metadata, with typos and prefixes.")
    @GetMapping("/v1/transactions")
    public ResponseEntity<SearchBody> search(
            @RequestParam(required = false) @Nullable String q,
            @RequestParam(required = false) @Nullable String account,
            @Parameter(description = "One or more, separated by commas")
                    @RequestParam(required = false)
                    @Nullable String kind,
            @Parameter(description = "posted or reversed") @RequestParam(required = false)
                    @Nullable String status,
            @RequestParam(required = false) @Nullable String currency,
            @RequestParam(required = false) @Nullable String minAmount,
            @RequestParam(required = false) @Nullable String maxAmount,
            @Parameter(description = "The first booking day") @RequestParam(required = false)
                    @Nullable String from,
            @Parameter(description = "The last booking day") @RequestParam(required = false)
                    @Nullable String to,
            @Parameter(description = "amount, valueDate or recordedAt; downwards with a minus")
                    @RequestParam(required = false)
                    @Nullable String sort,
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit,
            @Parameter(description = "Fields to count by: kind, status, account, currency")
                    @RequestParam(required = false)
                    @Nullable String facets,
            Reading reading,
            Caller caller) {
        long started = System.nanoTime();
        if (account != null) {
            caller.checkMayUse(account);
        }
        SearchIndex.Query query =
                new TransactionQuestion(
                                q, account, kind, status, currency, minAmount, maxAmount, from, to,
                                sort, cursor, limit, facets)
                        .query(caller);
        long shown = freshness.of(TRANSACTIONS.name(), reading);
        SearchIndex.Result<TransactionDocument> found =
                Searching.search(bank.transactions(), query);
        List<TransactionBody> items =
                found.items().stream().map(each -> body(each, caller)).toList();
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(shown))
                .body(
                        new SearchBody(
                                items,
                                found.total(),
                                found.facets(),
                                found.next(),
                                TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - started)));
    }

    private static TransactionBody body(TransactionDocument document, Caller caller) {
        Transaction transaction =
                new Transaction(
                        UUID.fromString(document.id()),
                        document.kind(),
                        document.legs(),
                        document.description(),
                        document.metadata(),
                        document.valueDate(),
                        document.reverses(),
                        document.reversedBy());
        return TransactionBody.of(transaction, document.recordedAt(), document.position(), caller);
    }
}
