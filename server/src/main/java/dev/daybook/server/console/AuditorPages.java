package dev.daybook.server.console;

import static dev.daybook.server.http.Headers.POSITION;

import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.Accesses;
import dev.daybook.server.query.Accounts;
import dev.daybook.server.query.AuditExport;
import dev.daybook.server.query.AuditTrail;
import dev.daybook.server.query.AuditTrail.StepBody;
import dev.daybook.server.query.Balances;
import dev.daybook.server.query.Page;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Objects;

/**
 * What an auditor sees: the life of an account step by step, and the account at any moment, on both
 * axes of time: what was known when, and of which booking day.
 */
@Hidden
@RestController
final class AuditorPages {

    private static final String STEPS = "50";
    private static final Reading STRONG =
            new Reading(new Reading.Consistency.Strong(), Duration.ofSeconds(2));

    private final AuditTrail trail;
    private final Accounts accounts;
    private final Balances balances;
    private final AuditExport export;
    private final Accesses accesses;

    AuditorPages(
            AuditTrail trail,
            Accounts accounts,
            Balances balances,
            AuditExport export,
            Accesses accesses) {
        this.trail = trail;
        this.accounts = accounts;
        this.balances = balances;
        this.export = export;
        this.accesses = accesses;
    }

    @GetMapping("/audit")
    ResponseEntity<byte[]> page(
            @RequestParam(required = false) @Nullable String account,
            HttpServletRequest request,
            Caller caller) {
        return account == null || account.isBlank()
                ? Pages.page(Pages.TEMPLATES.audit(Ui.of(request, caller)))
                : Pages.goTo("/audit/accounts/" + Pages.encoded(account.strip()));
    }

    @GetMapping("/audit/accounts/{id}")
    ResponseEntity<byte[]> life(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        Page<StepBody> steps = body(trail.audit(id, cursor, STEPS, reading, caller));
        Ui ui = Ui.of(request, caller);
        return Pages.page(
                Pages.TEMPLATES.auditAccount(
                        ui,
                        id,
                        steps.items().stream()
                                .map(step ->
                                        new Told(
                                                step,
                                                Change.between(step.before(), step.after(), ui)))
                                .toList(),
                        steps.next(),
                        cursor != null));
    }

    @GetMapping("/audit/accounts/{id}/then")
    ResponseEntity<byte[]> then(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String at,
            @RequestParam(required = false) @Nullable String on,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        AccountBody latest = body(accounts.account(id, null, null, STRONG, caller));
        LocalDateTime now = LocalDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
        LocalDateTime moment = at == null || at.isBlank() ? now : moment(at, now);
        LocalDate day = on == null || on.isBlank() ? moment.toLocalDate() : Given.date("on", on);
        String instant = endOf(moment).toString();
        AccountBody known = known(id, instant, null, reading, caller);
        String currency = latest.currency();
        String closing =
                known == null || currency == null
                        ? null
                        : body(balances.balance(id, day.toString(), instant, null, reading, caller))
                                .balance();
        Instant openedAt = latest.openedAt();
        LocalDateTime opened =
                openedAt == null
                        ? now.minusYears(1)
                        : LocalDateTime.ofInstant(openedAt, ZoneOffset.UTC);
        return Pages.page(
                Pages.TEMPLATES.auditThen(
                        Ui.of(request, caller),
                        new Then(
                                id,
                                opened,
                                firstDay(latest, opened.toLocalDate()),
                                now,
                                moment,
                                day,
                                known,
                                closing)));
    }

    /** What is entered today may be of a day long before. */
    private LocalDate firstDay(AccountBody account, LocalDate opened) {
        String currency = account.currency();
        LocalDate moved = currency == null ? null : balances.firstDay(account.id(), currency);
        return moved == null || moved.isAfter(opened) ? opened : moved;
    }

    @GetMapping("/audit/accounts/{id}/export")
    void export(@PathVariable String id, HttpServletResponse response, Caller caller)
            throws IOException {
        AuditExport.Export life = export.of(id, caller);
        // A table that broke off in the middle would look like a whole one.
        Path table = Files.createTempFile("daybook-export", ".csv");
        try {
            try (Writer out = Files.newBufferedWriter(table)) {
                life.write(out);
            }
            response.setContentType("text/csv;charset=UTF-8");
            response.setHeader(
                    "Content-Disposition",
                    "attachment; filename=\"audit-" + id.replace(':', '_') + ".csv\"");
            response.setContentLengthLong(Files.size(table));
            Files.copy(table, response.getOutputStream());
        } finally {
            Files.deleteIfExists(table);
        }
    }

    @GetMapping("/audit/accesses")
    ResponseEntity<byte[]> accesses(
            @RequestParam(required = false) @Nullable String cursor,
            HttpServletRequest request,
            Caller caller) {
        return Pages.page(
                Pages.TEMPLATES.accesses(
                        Ui.of(request, caller), body(accesses.accesses(cursor, STEPS))));
    }

    @GetMapping("/audit/accounts/{id}/compare")
    ResponseEntity<byte[]> compare(
            @PathVariable String id,
            @RequestParam(required = false) @Nullable String from,
            @RequestParam(required = false) @Nullable String to,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        ResponseEntity<AccountBody> now = accounts.account(id, null, null, STRONG, caller);
        long latest = Long.parseLong(Objects.requireNonNull(now.getHeaders().getFirst(POSITION)));
        long one = position("from", from, latest);
        long other = position("to", to, latest);
        long early = Math.min(one, other);
        long late = Math.max(one, other);
        AccountBody before = known(id, null, Long.toString(early), reading, caller);
        AccountBody after = known(id, null, Long.toString(late), reading, caller);
        Ui ui = Ui.of(request, caller);
        return Pages.page(
                Pages.TEMPLATES.auditCompare(
                        ui,
                        new Compared(
                                id,
                                early,
                                before == null ? null : before.version(),
                                late,
                                after == null ? 0 : after.version(),
                                after == null ? List.of() : Change.all(before, after, ui))));
    }

    private static long position(String field, @Nullable String text, long latest) {
        return text == null || text.isBlank() ? latest : Given.whole(field, text.strip());
    }

    private @Nullable AccountBody known(
            String id,
            @Nullable String instant,
            @Nullable String position,
            Reading reading,
            Caller caller) {
        try {
            return body(accounts.account(id, instant, position, reading, caller));
        } catch (ProblemException notYet) {
            if (notYet.problem().status() != 404) {
                throw notYet;
            }
            return null;
        }
    }

    /** A moment is given to the second, and what happened within that second is part of it. */
    private static Instant endOf(LocalDateTime moment) {
        Instant end = moment.toInstant(ZoneOffset.UTC).plusSeconds(1).minus(1, ChronoUnit.MICROS);
        Instant now = Instant.now();
        return end.isAfter(now) ? now : end;
    }

    private static LocalDateTime moment(String text, LocalDateTime latest) {
        try {
            LocalDateTime given = LocalDateTime.parse(text);
            return given.isAfter(latest) ? latest : given;
        } catch (DateTimeParseException wrong) {
            throw ProblemException.validation("at", "'at' is a moment such as 2026-07-15T12:00.");
        }
    }

    private static <T> T body(ResponseEntity<T> answer) {
        return Objects.requireNonNull(answer.getBody());
    }
}
