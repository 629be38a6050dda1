package dev.daybook.server.graphql;

import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.answer.TransactionBody;
import dev.daybook.server.operate.Books;
import dev.daybook.server.operate.ViewControl;
import dev.daybook.server.query.Accounts;
import dev.daybook.server.query.AuditTrail;
import dev.daybook.server.query.Commands;
import dev.daybook.server.query.JournalPages;
import dev.daybook.server.query.Page;
import dev.daybook.server.query.StatementPages;
import dev.daybook.server.query.Transactions;

import org.jspecify.annotations.Nullable;
import org.springframework.graphql.data.method.annotation.Argument;
import org.springframework.graphql.data.method.annotation.Arguments;
import org.springframework.graphql.data.method.annotation.ContextValue;
import org.springframework.graphql.data.method.annotation.QueryMapping;
import org.springframework.graphql.data.method.annotation.SchemaMapping;
import org.springframework.http.ResponseEntity;
import org.springframework.stereotype.Controller;

import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.Objects;

/** What can be asked: each field is the answer of one address, under the rule of that address. */
@Controller
final class Queries {

    private final Accounts accounts;
    private final Transactions transactions;
    private final StatementPages statements;
    private final AuditTrail auditTrail;
    private final Commands commands;
    private final JournalPages journal;
    private final Books books;
    private final ViewControl views;

    Queries(
            Accounts accounts,
            Transactions transactions,
            StatementPages statements,
            AuditTrail auditTrail,
            Commands commands,
            JournalPages journal,
            Books books,
            ViewControl views) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.statements = statements;
        this.auditTrail = auditTrail;
        this.commands = commands;
        this.journal = journal;
        this.books = books;
        this.views = views;
    }

    private static <T> T body(ResponseEntity<T> answer) {
        return Objects.requireNonNull(answer.getBody(), "an answer that is no problem has a body");
    }

    private static @Nullable String text(@Nullable Object value) {
        return value == null ? null : value.toString();
    }

    @QueryMapping
    AccountBody account(
            @Argument String id,
            @Argument @Nullable Instant asOf,
            @Argument @Nullable Long asOfPosition,
            @ContextValue Asking asking) {
        return body(
                accounts.account(
                        id,
                        text(asOf),
                        text(asOfPosition),
                        asking.reading(),
                        asking.at("/v1/accounts/any")));
    }

    @QueryMapping
    Page<AccountBody> accounts(
            @Argument @Nullable String q,
            @Argument @Nullable String status,
            @Argument @Nullable String cursor,
            @Argument int limit,
            @ContextValue Asking asking) {
        return body(
                accounts.accounts(
                        q,
                        status,
                        cursor,
                        text(limit),
                        asking.reading(),
                        asking.at("/v1/accounts")));
    }

    @QueryMapping
    TransactionBody transaction(@Argument String id, @ContextValue Asking asking) {
        return body(
                transactions.transaction(id, asking.reading(), asking.at("/v1/transactions/any")));
    }

    /** The arguments of a search, as the schema names them. */
    record Search(
            @Nullable String q,
            @Nullable String account,
            @Nullable String kind,
            @Nullable String status,
            @Nullable String currency,
            @Nullable String minAmount,
            @Nullable String maxAmount,
            @Nullable LocalDate from,
            @Nullable LocalDate to,
            @Nullable String sort,
            @Nullable String cursor,
            int limit,
            @Nullable String facets) {}

    /** The record is bound from all arguments of the field. */
    @QueryMapping
    Transactions.SearchBody transactions(@Arguments Search search, @ContextValue Asking asking) {
        return body(
                transactions.search(
                        search.q,
                        search.account,
                        search.kind,
                        search.status,
                        search.currency,
                        search.minAmount,
                        search.maxAmount,
                        text(search.from),
                        text(search.to),
                        search.sort,
                        search.cursor,
                        text(search.limit),
                        search.facets,
                        asking.reading(),
                        asking.at("/v1/transactions")));
    }

    @QueryMapping
    Commands.CommandBody command(@Argument String id, @ContextValue Asking asking) {
        return body(commands.command(id, asking.at("/v1/commands/any")));
    }

    @QueryMapping
    JournalPages.JournalBody journal(
            @Argument long after,
            @Argument @Nullable String entity,
            @Argument @Nullable String type,
            @Argument int limit,
            @ContextValue Asking asking) {
        asking.at("/v1/journal");
        return body(journal.journal(text(after), text(limit), entity, type, asking.reading()));
    }

    @QueryMapping
    Books.BookBody book(@ContextValue Asking asking) {
        asking.at("/v1/book");
        return body(books.book());
    }

    @QueryMapping
    List<ViewControl.ViewBody> views(@ContextValue Asking asking) {
        asking.at("/v1/views");
        return body(views.views()).items();
    }

    @SchemaMapping(typeName = "Account", field = "transactions")
    Page<StatementPages.LineBody> statement(
            AccountBody account,
            @Argument @Nullable LocalDate from,
            @Argument @Nullable LocalDate to,
            @Argument @Nullable String cursor,
            @Argument int limit,
            @ContextValue Asking asking) {
        return body(
                statements.statement(
                        account.id(),
                        text(from),
                        text(to),
                        cursor,
                        text(limit),
                        asking.reading(),
                        asking.at("/v1/accounts/any/transactions")));
    }

    @SchemaMapping(typeName = "Account", field = "audit")
    Page<AuditTrail.StepBody> audit(
            AccountBody account,
            @Argument @Nullable String cursor,
            @Argument int limit,
            @ContextValue Asking asking) {
        return body(
                auditTrail.audit(
                        account.id(),
                        cursor,
                        text(limit),
                        asking.reading(),
                        asking.at("/v1/accounts/any/audit")));
    }

    @SchemaMapping(typeName = "Transaction", field = "explained")
    Commands.CommandBody explained(TransactionBody transaction, @ContextValue Asking asking) {
        return body(
                commands.command(transaction.command().toString(), asking.at("/v1/commands/any")));
    }
}
