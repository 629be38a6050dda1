package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.command.CommandBody;
import dev.daybook.server.command.PageCommands;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.Accounts;
import dev.daybook.server.security.Caller;
import dev.daybook.server.security.SearchLimit;

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
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/**
 * What a teller does with a customer at the counter. Money is decided on here, so that accounts are
 * read as they are recorded and not as a view has them.
 */
@Hidden
@RestController
final class TellerPages {

    private static final String FOUND_MAX = "20";
    private static final int REFUSED = 422;
    private static final Reading STRONG =
            new Reading(new Reading.Consistency.Strong(), Duration.ofSeconds(2));

    private final Accounts accounts;
    private final PageCommands commands;
    private final SearchLimit searches;

    TellerPages(Accounts accounts, PageCommands commands, SearchLimit searches) {
        this.accounts = accounts;
        this.commands = commands;
        this.searches = searches;
    }

    @GetMapping("/teller")
    ResponseEntity<byte[]> page(HttpServletRequest request, Caller caller) {
        return Pages.page(Pages.TEMPLATES.teller(Ui.of(request, caller), null, List.of()));
    }

    @PostMapping("/teller")
    ResponseEntity<byte[]> search(HttpServletRequest request, Reading reading, Caller caller)
            throws IOException {
        if (!searches.allows(request)) {
            return Pages.tooOften(request);
        }
        String words = Form.of(request).get("q");
        if (words == null) {
            return page(request, caller);
        }
        List<AccountBody> found =
                Fresh.read(
                                reading,
                                at -> accounts.accounts(words, null, null, FOUND_MAX, at, caller))
                        .shown()
                        .items();
        return Pages.page(Pages.TEMPLATES.teller(Ui.of(request, caller), words, found));
    }

    @GetMapping("/teller/accounts/{id}")
    ResponseEntity<byte[]> account(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String done,
            HttpServletRequest request,
            Caller caller) {
        return counter(200, id, done, null, null, Form.EMPTY, request, caller);
    }

    @PostMapping("/teller/accounts/{id}")
    ResponseEntity<byte[]> act(@PathVariable String id, HttpServletRequest request, Caller caller)
            throws IOException {
        Form form = Form.of(request);
        String what = Objects.requireNonNullElse(form.get("do"), "");
        try {
            PageCommands.Done done = carryOut(what, id, form, caller);
            boolean canBeUndone = what.equals("freeze");
            return ResponseEntity.status(303)
                    .header(
                            "Location",
                            "/teller/accounts/"
                                    + Pages.encoded(id)
                                    + (canBeUndone ? "?done=" + what : ""))
                    .header(Headers.POSITION, Long.toString(done.position()))
                    .build();
        } catch (ProblemException refused) {
            String error = Ui.of(request, caller).refusal("teller.failed", refused.problem());
            return counter(REFUSED, id, null, what, error, form, request, caller);
        }
    }

    private PageCommands.Done carryOut(String what, String id, Form form, Caller caller) {
        String key = form.get("key");
        String reason = form.get("reason");
        CommandBody.Plain plain = new CommandBody.Plain(reason);
        CommandBody.Cash cash =
                new CommandBody.Cash(
                        form.amount("amount"), form.get("description"), null, null, null, reason);
        CommandBody.Freeze debits = new CommandBody.Freeze(true, null, reason);
        String of = Objects.requireNonNullElse(form.get("of"), "");
        return switch (what) {
            case "deposit" -> commands.deposit(id, cash, key, caller);
            case "withdraw" -> commands.withdraw(id, cash, key, caller);
            case "freeze" -> commands.freeze(id, debits, key, caller);
            case "unfreeze" -> commands.unfreeze(id, debits, key, caller);
            case "clear" -> commands.clear(of, plain, key, caller);
            case "return" -> commands.giveBack(of, plain, key, caller);
            case "release" -> commands.release(of, plain, key, caller);
            default ->
                    throw ProblemException.validation(
                            "do", "Nothing here is called '" + what + "'.");
        };
    }

    private ResponseEntity<byte[]> counter(
            int status,
            String id,
            @Nullable String done,
            @Nullable String failed,
            @Nullable String error,
            Form form,
            HttpServletRequest request,
            Caller caller) {
        AccountBody account =
                Objects.requireNonNull(accounts.account(id, null, null, STRONG, caller).getBody());
        return Pages.page(
                status,
                Pages.TEMPLATES.tellerAccount(
                        Ui.of(request, caller),
                        new Counter(
                                account, done, failed, error, form, UUID.randomUUID().toString())));
    }
}
