package dev.daybook.server.console;

import dev.daybook.server.http.Given;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.query.Activity;
import dev.daybook.server.query.Activity.ActivityBody;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** What an analyst looks at: how much happens, of what kind, and what is refused. */
@Hidden
@RestController
final class AnalystPages {

    private static final int HOURS = 24;
    private static final int HOURS_MAX = 7 * 24;

    private final Activity activity;

    AnalystPages(Activity activity) {
        this.activity = activity;
    }

    @GetMapping("/activity")
    ResponseEntity<byte[]> activity(
            @RequestParam(required = false) @Nullable String hours,
            HttpServletRequest request,
            Reading reading,
            Caller caller) {
        long shown = hours == null ? HOURS : Given.whole("hours", hours);
        if (shown < 1 || shown > HOURS_MAX) {
            throw ProblemException.validation("hours", "'hours' is 1 to " + HOURS_MAX + ".");
        }
        Instant from = Instant.now().minus(shown - 1, ChronoUnit.HOURS);
        Fresh<ActivityBody> read =
                Fresh.read(reading, at -> activity.activity(from.toString(), null, at));
        Ui ui = Ui.of(request, caller);
        return Pages.page(Pages.TEMPLATES.activity(ui, Dashboard.of(read.shown(), ui), shown));
    }
}
