package dev.daybook.server.problem;

import io.swagger.v3.oas.annotations.Hidden;

import jakarta.servlet.RequestDispatcher;
import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.springframework.boot.webmvc.error.ErrorController;
import org.springframework.stereotype.Controller;
import org.springframework.web.bind.annotation.RequestMapping;

import java.io.IOException;
import java.util.Map;

/** What was refused before or after any handler, by the container or a filter, as a problem. */
@Hidden
@Controller
final class ErrorPage implements ErrorController {

    @RequestMapping("/error")
    void error(HttpServletRequest request, HttpServletResponse response) throws IOException {
        Object status = request.getAttribute(RequestDispatcher.ERROR_STATUS_CODE);
        ProblemWriter.write(
                response, ofStatus(status instanceof Integer code ? code : 404), Map.of());
    }

    static Problem ofStatus(int status) {
        return switch (status) {
            case 401 -> Problem.of(ProblemType.UNAUTHORIZED, "Sign in first.");
            case 403 -> Problem.of(ProblemType.FORBIDDEN, "This is not allowed to you.");
            case 404 -> Problem.of(ProblemType.NOT_FOUND, "There is nothing at this address.");
            case 405 ->
                    Problem.of(ProblemType.METHOD_NOT_ALLOWED, "This address has other methods.");
            case 406 -> Problem.of(ProblemType.NOT_ACCEPTABLE, "Not available in this form.");
            case 413 -> Problem.of(ProblemType.PAYLOAD_TOO_LARGE, "The request is too large.");
            case 414, 431 ->
                    Problem.of(
                                    ProblemType.PAYLOAD_TOO_LARGE,
                                    "The address or the headers are too long.")
                            .status(status);
            case 415 -> Problem.of(ProblemType.UNSUPPORTED_MEDIA_TYPE, "Send JSON.");
            case 503 -> Problem.of(ProblemType.UNAVAILABLE, "Try again in a moment.");
            default ->
                    status >= 400 && status < 500
                            ? Problem.validation("The request cannot be understood.").status(status)
                            : Problem.of(
                                    ProblemType.DEFECT,
                                    "The service could not answer because of a defect.");
        };
    }
}
