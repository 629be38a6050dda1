package dev.daybook.server.console;

import dev.daybook.server.answer.EventBody;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Json;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.JournalPages;
import dev.daybook.server.query.JournalPages.JournalBody;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Objects;

/** What an engineer sees: the journal itself, and each event with its cause and effects. */
@Hidden
@RestController
final class EngineerPages {

    private static final int EVENTS = 50;

    /** Events of one command that are shown beside one of them. */
    private static final int SIBLINGS_MAX = 50;

    private final JournalPages journal;

    EngineerPages(JournalPages journal) {
        this.journal = journal;
    }

    @GetMapping("/events")
    ResponseEntity<byte[]> events(
            @RequestParam(required = false) @Nullable String after,
            @RequestParam(required = false) @Nullable String entity,
            @RequestParam(required = false) @Nullable String type,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        String from = blankToNull(after);
        String of = blankToNull(entity);
        String types = blankToNull(type);
        boolean latest = from == null && of == null && types == null;
        if (latest) {
            long head = page(null, "1", null, null, reading).head();
            from = Long.toString(Math.max(0, head - EVENTS));
        }
        JournalBody found = page(from, Integer.toString(EVENTS), of, types, reading);
        return Pages.page(
                Pages.TEMPLATES.events(
                        Ui.of(request, caller),
                        found,
                        new Asked(shown(of), shown(types), latest ? "" : shown(from), latest)));
    }

    @GetMapping("/events/{position}")
    ResponseEntity<byte[]> event(
            @PathVariable String position,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        long at = Given.whole("position", position);
        long from = Math.max(0, at - SIBLINGS_MAX);
        List<EventBody> around =
                page(Long.toString(from), Integer.toString(2 * SIBLINGS_MAX), null, null, reading)
                        .items();
        EventBody event =
                around.stream()
                        .filter(each -> each.position() == at)
                        .findFirst()
                        .orElseThrow(() -> ProblemException.notFound("There is no such event."));
        return Pages.page(
                Pages.TEMPLATES.event(
                        Ui.of(request, caller),
                        new Whole(
                                event,
                                Json.MAPPER
                                        .writerWithDefaultPrettyPrinter()
                                        .writeValueAsString(event.payload()),
                                around.stream()
                                        .filter(each -> each.command().equals(event.command()))
                                        .toList())));
    }

    private JournalBody page(
            @Nullable String after,
            String limit,
            @Nullable String entity,
            @Nullable String type,
            Reading reading) {
        return Objects.requireNonNull(
                journal.journal(after, limit, entity, type, reading).getBody());
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }

    private static String shown(@Nullable String text) {
        return text == null ? "" : text;
    }
}
