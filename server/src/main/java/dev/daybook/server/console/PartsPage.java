package dev.daybook.server.console;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** What the pages are made of, each part in all of its states, for whoever wants to make others. */
@Hidden
@RestController
final class PartsPage {

    @GetMapping("/parts")
    ResponseEntity<byte[]> parts(HttpServletRequest request) {
        return Pages.page(Pages.TEMPLATES.parts(Ui.of(request, null)));
    }
}
