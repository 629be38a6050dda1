package dev.daybook.server.console;

import dev.daybook.server.operate.Books;
import dev.daybook.server.operate.RelayControl;
import dev.daybook.server.operate.ViewControl;
import dev.daybook.server.operate.ViewControl.ViewBody;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** What an operator sees, and does about it. */
@Hidden
@RestController
final class OperatorPages {

    private final Books books;
    private final ViewControl views;
    private final RelayControl relay;

    OperatorPages(Books books, ViewControl views, RelayControl relay) {
        this.books = books;
        this.views = views;
        this.relay = relay;
    }

    @GetMapping("/operate")
    ResponseEntity<byte[]> operation(HttpServletRequest request, Caller caller) {
        List<ViewBody> all = Objects.requireNonNull(views.views().getBody()).items();
        List<Parked> parked = new ArrayList<>();
        for (ViewBody view : all) {
            if (view.parkedEntities() > 0) {
                parked.add(
                        new Parked(
                                view.name(),
                                Objects.requireNonNull(views.parked(view.name()).getBody())
                                        .items()));
            }
        }
        return Pages.page(
                Pages.TEMPLATES.operate(
                        Ui.of(request, caller),
                        Objects.requireNonNull(books.book().getBody()),
                        all,
                        parked,
                        relay()));
    }

    private RelayControl.@Nullable RelayBody relay() {
        try {
            return relay.relay().getBody();
        } catch (ProblemException none) {
            return null;
        }
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
