package dev.daybook.server.console;

import dev.daybook.engine.commit.OutcomeUnknownException;
import dev.daybook.engine.commit.OverloadedException;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.server.problem.ProblemException;

import jakarta.servlet.http.HttpServletRequest;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.core.Ordered;
import org.springframework.core.annotation.Order;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.ControllerAdvice;
import org.springframework.web.bind.annotation.ExceptionHandler;

/** What went wrong with a page, as a page. */
@Order(Ordered.HIGHEST_PRECEDENCE)
@ControllerAdvice(basePackageClasses = PageProblems.class)
final class PageProblems {

    private static final Logger log = LoggerFactory.getLogger(PageProblems.class);

    private static final int UNAVAILABLE = 503;

    @ExceptionHandler
    ResponseEntity<byte[]> problem(ProblemException problem, HttpServletRequest request) {
        return Pages.problem(request, problem.problem().status(), problem.problem().detail());
    }

    @ExceptionHandler({
        OverloadedException.class,
        OutcomeUnknownException.class,
        ViewBehindException.class
    })
    ResponseEntity<byte[]> later(RuntimeException later, HttpServletRequest request) {
        return Pages.problem(request, UNAVAILABLE, String.valueOf(later.getMessage()));
    }

    @ExceptionHandler
    ResponseEntity<byte[]> storage(StorageException failure, HttpServletRequest request) {
        log.error("A page could not be shown: the store failed.", failure);
        return Pages.problem(
                request,
                UNAVAILABLE,
                "A store does not answer at the moment. Try again in a second.");
    }
}
