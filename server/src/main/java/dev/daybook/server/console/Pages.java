package dev.daybook.server.console;

import dev.daybook.server.console.template.StaticTemplates;
import dev.daybook.server.console.template.Templates;
import dev.daybook.server.problem.ProblemType;

import gg.jte.models.runtime.JteModel;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.http.HttpStatusCode;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.util.UriUtils;

import java.nio.charset.StandardCharsets;

/** Makes answers of templates. */
final class Pages {

    static final Templates TEMPLATES = new StaticTemplates();

    private static final MediaType HTML = new MediaType("text", "html", StandardCharsets.UTF_8);

    private Pages() {}

    static ResponseEntity<byte[]> page(JteModel page) {
        return page(200, page);
    }

    static ResponseEntity<byte[]> page(int status, JteModel page) {
        return ResponseEntity.status(HttpStatusCode.valueOf(status))
                .contentType(HTML)
                .body(page.render().getBytes(StandardCharsets.UTF_8));
    }

    /** Goes on with another page, by a GET of its own: to load that again repeats nothing. */
    static ResponseEntity<byte[]> goTo(String path) {
        return ResponseEntity.status(HttpServletResponse.SC_SEE_OTHER)
                .header("Location", path)
                .build();
    }

    /** A name as a part of an address. */
    static String encoded(String name) {
        return UriUtils.encodePathSegment(name, StandardCharsets.UTF_8);
    }

    /** In the place of a search that is one too many. */
    static ResponseEntity<byte[]> tooOften(HttpServletRequest request) {
        return problem(
                request,
                ProblemType.TOO_MANY_REQUESTS.status(),
                Ui.of(request, null).text("problem.too-often"));
    }

    static ResponseEntity<byte[]> problem(HttpServletRequest request, int status, String words) {
        return page(status, TEMPLATES.problem(Ui.of(request, null), words));
    }
}
