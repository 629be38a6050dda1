package dev.daybook.server.console;

import dev.daybook.banking.view.BankingViews;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.command.CommandBody;
import dev.daybook.server.command.PageCommands;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.operate.ViewControl;
import dev.daybook.server.operate.ViewControl.ViewBody;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.Accounts;
import dev.daybook.server.query.Commands;
import dev.daybook.server.query.Commands.StageBody;
import dev.daybook.server.query.Page;
import dev.daybook.server.query.StatementPages;
import dev.daybook.server.query.StatementPages.LineBody;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;

/** What a customer sees and does. */
@Hidden
@RestController
final class CustomerPages {

    /** More accounts than that have no place on a page. */
    private static final int ACCOUNTS_MAX = 100;

    private static final String LINES = "25";
    private static final int REFUSED = 422;

    /** The views that a customer's pages are made from. */
    private static final Set<String> SHOWN =
            Set.of(BankingViews.ACCOUNTS.name(), BankingViews.STATEMENTS.name());

    private static final Reading STRONG =
            new Reading(new Reading.Consistency.Strong(), Duration.ZERO);

    private final Accounts accounts;
    private final StatementPages statements;
    private final Commands commands;
    private final PageCommands pageCommands;
    private final ViewControl views;

    CustomerPages(
            Accounts accounts,
            StatementPages statements,
            Commands commands,
            PageCommands pageCommands,
            ViewControl views) {
        this.accounts = accounts;
        this.statements = statements;
        this.commands = commands;
        this.pageCommands = pageCommands;
        this.views = views;
    }

    @GetMapping("/me")
    ResponseEntity<byte[]> overview(HttpServletRequest request, Reading reading, Caller caller) {
        Fresh<List<Own>> own = own(reading, caller);
        return Pages.page(
                Pages.TEMPLATES.me(Ui.of(request, caller), own.shown(), staleness(own.isStale())));
    }

    @GetMapping("/me/accounts/{id}")
    ResponseEntity<byte[]> account(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        Fresh<Own> account = own(id, reading, caller);
        Fresh<Page<LineBody>> lines =
                Fresh.read(
                        reading,
                        at -> statements.statement(id, null, null, cursor, LINES, at, caller));
        return Pages.page(
                Pages.TEMPLATES.account(
                        Ui.of(request, caller),
                        account.shown(),
                        lines.shown(),
                        cursor != null,
                        staleness(account.isStale() || lines.isStale()),
                        Math.min(account.position(), lines.position())));
    }

    @GetMapping("/me/pay")
    ResponseEntity<byte[]> pay(
            @RequestParam(required = false) @Nullable String from,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        Form form = from == null ? Form.EMPTY : Form.EMPTY.with("from", from);
        return payForm(200, form, null, request, reading, caller);
    }

    @PostMapping("/me/pay")
    ResponseEntity<byte[]> payNow(HttpServletRequest request, Reading reading, Caller caller)
            throws IOException {
        Form form = Form.of(request);
        Ui ui = Ui.of(request, caller);
        String description = form.get("description");
        return carryOut(
                () ->
                        pageCommands.transfer(
                                new CommandBody.Transfer(
                                        form.get("from"),
                                        form.get("to"),
                                        form.amount("amount"),
                                        description,
                                        null,
                                        null,
                                        description == null ? ui.text("pay.reason") : description),
                                form.get("key"),
                                caller),
                refused ->
                        payForm(
                                REFUSED,
                                form,
                                ui.refusal("pay.failed", refused),
                                request,
                                reading,
                                caller));
    }

    private ResponseEntity<byte[]> payForm(
            int status,
            Form form,
            @Nullable String error,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        Fresh<List<Own>> own = own(reading, caller);
        return Pages.page(
                status,
                Pages.TEMPLATES.pay(
                        Ui.of(request, caller),
                        own.shown(),
                        staleness(own.isStale()),
                        form,
                        UUID.randomUUID().toString(),
                        error));
    }

    @GetMapping("/me/check")
    ResponseEntity<byte[]> check(HttpServletRequest request, Reading reading, Caller caller) {
        return checkForm(200, Form.EMPTY, null, request, reading, caller);
    }

    @PostMapping("/me/check")
    ResponseEntity<byte[]> checkNow(HttpServletRequest request, Reading reading, Caller caller)
            throws IOException {
        Form form = Form.of(request);
        Ui ui = Ui.of(request, caller);
        return carryOut(
                () ->
                        pageCommands.pendingCredit(
                                form.get("to"),
                                new CommandBody.PendingCredit(
                                        form.amount("amount"),
                                        form.get("description"),
                                        null,
                                        ui.text("check.reason")),
                                form.get("key"),
                                caller),
                refused ->
                        checkForm(
                                REFUSED,
                                form,
                                ui.refusal("check.failed", refused),
                                request,
                                reading,
                                caller));
    }

    private ResponseEntity<byte[]> checkForm(
            int status,
            Form form,
            @Nullable String error,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        return Pages.page(
                status,
                Pages.TEMPLATES.check(
                        Ui.of(request, caller),
                        own(reading, caller).shown(),
                        form,
                        UUID.randomUUID().toString(),
                        error));
    }

    /** Shows a form again that was refused, with why; else where the command is. */
    private static ResponseEntity<byte[]> carryOut(
            Supplier<PageCommands.Done> command, Function<Problem, ResponseEntity<byte[]>> again) {
        PageCommands.Done done;
        try {
            done = command.get();
        } catch (ProblemException refused) {
            return again.apply(refused.problem());
        }
        return ResponseEntity.status(303)
                .header("Location", "/me/payments/" + done.command())
                .header(Headers.POSITION, Long.toString(done.position()))
                .build();
    }

    @GetMapping("/me/payments/{id}")
    ResponseEntity<byte[]> payment(
            @PathVariable String id, HttpServletRequest request, Caller caller) {
        Commands.CommandBody command =
                Objects.requireNonNull(commands.command(id, caller).getBody());
        List<StageBody> steps =
                command.stages().stream()
                        .filter(stage -> stage.view() == null || SHOWN.contains(stage.view()))
                        .toList();
        return Pages.page(
                Pages.TEMPLATES.payment(
                        Ui.of(request, caller),
                        new Commands.CommandBody(
                                command.id(),
                                command.type(),
                                command.status(),
                                command.outcome(),
                                steps,
                                command.verdict())));
    }

    /** For how long the views that customers look at have been behind. */
    private @Nullable Staleness staleness(boolean isStale) {
        return isStale
                ? new Staleness(
                        Objects.requireNonNull(views.views().getBody()).items().stream()
                                .filter(view -> SHOWN.contains(view.name()))
                                .mapToLong(ViewBody::lagMillis)
                                .max()
                                .orElse(-1))
                : null;
    }

    private Fresh<List<Own>> own(Reading reading, Caller caller) {
        List<Own> own = new ArrayList<>();
        boolean stale = false;
        long position = Long.MAX_VALUE;
        for (String id : caller.accounts().stream().limit(ACCOUNTS_MAX).toList()) {
            try {
                Fresh<Own> account = own(id, reading, caller);
                own.add(account.shown());
                stale |= account.isStale();
                position = Math.min(position, account.position());
            } catch (ProblemException notThere) {
                if (notThere.problem().status() != 404) {
                    throw notThere;
                }
            }
        }
        return new Fresh<>(own, position, stale);
    }

    /**
     * An account, and, when a view does not show the caller's own writes in time, how it differs
     * from what is recorded. The record is asked only then, for one row.
     */
    private Fresh<Own> own(String id, Reading reading, Caller caller) {
        Fresh<AccountBody> seen =
                Fresh.read(reading, at -> accounts.account(id, null, null, at, caller));
        Own own = new Own(seen.shown(), null);
        if (seen.isStale()) {
            try {
                AccountBody truth = accounts.account(id, null, null, STRONG, caller).getBody();
                own = Own.of(seen.shown(), Objects.requireNonNull(truth));
            } catch (StorageException away) {
                // Then it is only said that something may be missing.
            }
        }
        return new Fresh<>(own, seen.position(), seen.isStale());
    }
}
