package dev.daybook.server.console;

import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.Accounts;
import dev.daybook.server.query.Commands;
import dev.daybook.server.query.Page;
import dev.daybook.server.query.StatementPages;
import dev.daybook.server.query.StatementPages.LineBody;
import dev.daybook.server.query.Transactions;
import dev.daybook.server.security.Caller;
import dev.daybook.server.security.SearchLimit;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;

/**
 * What a support agent sees with a customer on the phone: one box to find anything in, what the
 * customer sees beside what is true, and for each command whether it is late or wrong.
 *
 * <p>What is searched for is often a name. So it is sent in a form's body, and never part of an
 * address, which browsers and proxies keep.
 */
@Hidden
@RestController
final class SupportPages {

    private static final String FOUND_MAX = "10";
    private static final String LINES = "10";
    private static final Pattern AMOUNT = Pattern.compile("[0-9]{1,15}([.,][0-9]{1,4})?");

    private final Accounts accounts;
    private final Transactions transactions;
    private final StatementPages statements;
    private final Commands commands;
    private final SearchLimit searches;

    SupportPages(
            Accounts accounts,
            Transactions transactions,
            StatementPages statements,
            Commands commands,
            SearchLimit searches) {
        this.accounts = accounts;
        this.transactions = transactions;
        this.statements = statements;
        this.commands = commands;
        this.searches = searches;
    }

    @GetMapping("/support")
    ResponseEntity<byte[]> page(HttpServletRequest request, Caller caller) {
        return Pages.page(Pages.TEMPLATES.support(Ui.of(request, caller), null));
    }

    @PostMapping("/support")
    ResponseEntity<byte[]> search(HttpServletRequest request, Reading reading, Caller caller)
            throws IOException {
        if (!searches.allows(request)) {
            return Pages.tooOften(request);
        }
        String words = Form.of(request).get("q");
        Ui ui = Ui.of(request, caller);
        if (words == null) {
            return Pages.page(Pages.TEMPLATES.support(ui, null));
        }
        if (Given.uuidOrNull(words) != null) {
            return Pages.goTo("/support/commands/" + words);
        }
        String amount = AMOUNT.matcher(words).matches() ? words.replace(',', '.') : null;
        List<AccountBody> named =
                Fresh.read(
                                reading,
                                at -> accounts.accounts(words, null, null, FOUND_MAX, at, caller))
                        .shown()
                        .items();
        Transactions.SearchBody moved =
                Fresh.read(
                                reading,
                                at ->
                                        transactions.search(
                                                amount == null ? words : null,
                                                null,
                                                null,
                                                null,
                                                null,
                                                amount,
                                                amount,
                                                null,
                                                null,
                                                amount == null ? null : "-recordedAt",
                                                null,
                                                FOUND_MAX,
                                                null,
                                                at,
                                                caller))
                        .shown();
        return Pages.page(
                Pages.TEMPLATES.support(ui, new Found(words, named, moved.items(), moved.total())));
    }

    @GetMapping("/support/accounts/{id}")
    ResponseEntity<byte[]> account(
            @PathVariable String id, HttpServletRequest request, Caller caller) {
        // What is shown first is asked first, or it might have caught up in between.
        Reading asCustomer = new Reading(new Reading.Consistency.Eventual(), Duration.ZERO);
        AccountBody seen = seen(id, asCustomer, caller);
        AccountBody truth =
                body(
                        accounts.account(
                                id,
                                null,
                                null,
                                new Reading(
                                        new Reading.Consistency.Strong(), Duration.ofSeconds(2)),
                                caller));
        Page<LineBody> lines =
                body(statements.statement(id, null, null, null, LINES, asCustomer, caller));
        return Pages.page(
                Pages.TEMPLATES.supportAccount(
                        Ui.of(request, caller), new BothSides(seen, truth), lines.items()));
    }

    private @Nullable AccountBody seen(String id, Reading asCustomer, Caller caller) {
        try {
            return body(accounts.account(id, null, null, asCustomer, caller));
        } catch (ProblemException notThere) {
            return null;
        }
    }

    @GetMapping("/support/commands/{id}")
    ResponseEntity<byte[]> command(
            @PathVariable String id, HttpServletRequest request, Caller caller) {
        return Pages.page(
                Pages.TEMPLATES.supportCommand(
                        Ui.of(request, caller), body(commands.command(id, caller))));
    }

    private static <T> T body(ResponseEntity<T> answer) {
        return Objects.requireNonNull(answer.getBody());
    }
}
