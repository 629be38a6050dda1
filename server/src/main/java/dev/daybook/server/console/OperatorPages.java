package dev.daybook.server.console;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.postgres.JournalExtent;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.console.Operation.Journal;
import dev.daybook.server.console.Operation.Parked;
import dev.daybook.server.console.Operation.RelayLine;
import dev.daybook.server.console.Operation.ViewLine;
import dev.daybook.server.operate.Books;
import dev.daybook.server.operate.Books.BookBody;
import dev.daybook.server.operate.Rates;
import dev.daybook.server.operate.RelayControl;
import dev.daybook.server.operate.ViewControl;
import dev.daybook.server.operate.ViewControl.ViewBody;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;
import dev.daybook.server.webhook.Webhooks;
import dev.daybook.server.webhook.Webhooks.WebhookBody;

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

/**
 * What an operator sees, and does about it. When a database does not answer, the page says so
 * beside all that is known without it.
 */
@Hidden
@RestController
final class OperatorPages {

    private static final long SUMS_KEPT_NANOS = Duration.ofMinutes(1).toNanos();

    private final Bank bank;
    private final Books books;
    private final ViewControl views;
    private final RelayControl relay;
    private final Rates rates;
    private final Webhooks webhooks;
    private @Nullable Summed last;

    private record Summed(long atNanos, BookBody book) {}

    OperatorPages(
            Bank bank,
            Books books,
            ViewControl views,
            RelayControl relay,
            Rates rates,
            Webhooks webhooks) {
        this.bank = bank;
        this.books = books;
        this.views = views;
        this.relay = relay;
        this.rates = rates;
        this.webhooks = webhooks;
    }

    @GetMapping("/operate")
    ResponseEntity<byte[]> operation(HttpServletRequest request, Caller caller) {
        List<ViewBody> all = Objects.requireNonNull(views.views().getBody()).items();
        Journal journal = journal();
        return Pages.page(
                Pages.TEMPLATES.operate(
                        Ui.of(request, caller),
                        new Operation(
                                journal,
                                rates.book(),
                                relay(),
                                all.stream().map(this::line).toList(),
                                parked(all),
                                List.copyOf(bank.book().domain().events().types()),
                                journal == null ? List.of() : webhooks())));
    }

    private @Nullable Journal journal() {
        try {
            JournalExtent extent = bank.storage().extent();
            return new Journal(summed(), bank.book().feed().head(), extent);
        } catch (StorageException away) {
            return null;
        }
    }

    /** To add up every balance is too much for a page that is made again every two seconds. */
    private synchronized BookBody summed() {
        Summed known = last;
        if (known == null || System.nanoTime() - known.atNanos > SUMS_KEPT_NANOS) {
            BookBody book = Objects.requireNonNull(books.book().getBody());
            known = new Summed(System.nanoTime(), book);
            last = known;
        }
        return known.book;
    }

    private List<WebhookBody> webhooks() {
        try {
            return Objects.requireNonNull(webhooks.webhooks().getBody()).items();
        } catch (StorageException away) {
            return List.of();
        }
    }

    @GetMapping("/operate/webhooks/{id}")
    ResponseEntity<byte[]> webhook(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Caller caller) {
        return Pages.page(
                Pages.TEMPLATES.operateWebhook(
                        Ui.of(request, caller),
                        webhooks.webhook(id),
                        Objects.requireNonNull(webhooks.deliveries(id, cursor, null).getBody()),
                        cursor == null));
    }

    @PostMapping("/operate/webhooks/{id}/resume")
    ResponseEntity<byte[]> resume(@PathVariable String id, Caller caller) {
        webhooks.resume(id, caller);
        return Pages.goTo("/operate/webhooks/" + id);
    }

    private @Nullable RelayLine relay() {
        try {
            return new RelayLine(Objects.requireNonNull(relay.relay().getBody()), rates.relay());
        } catch (ProblemException none) {
            return null;
        }
    }

    private ViewLine line(ViewBody view) {
        return new ViewLine(view, bank.kept(view.name()), rates.view(view.name()));
    }

    private @Nullable List<Parked> parked(List<ViewBody> all) {
        List<Parked> parked = new ArrayList<>();
        try {
            for (ViewBody view : all) {
                if (view.parkedEntities() > 0) {
                    parked.add(
                            new Parked(
                                    view.name(),
                                    Objects.requireNonNull(views.parked(view.name()).getBody())
                                            .items()));
                }
            }
        } catch (StorageException away) {
            return null;
        }
        return parked;
    }

    @PostMapping("/operate/views/{name}/parked")
    ResponseEntity<byte[]> repair(@PathVariable String name, HttpServletRequest request)
            throws IOException {
        Form form = Form.of(request);
        ViewControl.Repair repair = new ViewControl.Repair(form.get("entity"));
        if ("skip".equals(form.get("do"))) {
            views.skip(name, repair);
        } else {
            views.retry(name, repair);
        }
        return Pages.goTo("/operate");
    }
}
