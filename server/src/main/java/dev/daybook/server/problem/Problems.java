package dev.daybook.server.problem;

import dev.daybook.engine.commit.OutcomeUnknownException;
import dev.daybook.engine.commit.OverloadedException;
import dev.daybook.engine.journal.StorageException;
import dev.daybook.engine.view.ViewBehindException;

import jakarta.servlet.http.HttpServletResponse;

import org.apache.tomcat.util.http.InvalidParameterException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.springframework.http.HttpMethod;
import org.springframework.http.converter.HttpMessageNotReadableException;
import org.springframework.security.web.firewall.RequestRejectedException;
import org.springframework.web.HttpMediaTypeException;
import org.springframework.web.HttpMediaTypeNotAcceptableException;
import org.springframework.web.HttpRequestMethodNotSupportedException;
import org.springframework.web.bind.MissingServletRequestParameterException;
import org.springframework.web.bind.ServletRequestBindingException;
import org.springframework.web.bind.annotation.ExceptionHandler;
import org.springframework.web.bind.annotation.RestControllerAdvice;
import org.springframework.web.context.request.async.AsyncRequestNotUsableException;
import org.springframework.web.method.annotation.MethodArgumentTypeMismatchException;
import org.springframework.web.server.ResponseStatusException;
import org.springframework.web.servlet.NoHandlerFoundException;
import org.springframework.web.servlet.resource.NoResourceFoundException;

import tools.jackson.core.JacksonException;
import tools.jackson.databind.exc.UnrecognizedPropertyException;

import java.io.IOException;
import java.util.Map;
import java.util.stream.Collectors;

/** Everything that a handler may throw, as a problem. */
@RestControllerAdvice
public final class Problems {

    private static final Logger log = LoggerFactory.getLogger(Problems.class);

    @ExceptionHandler
    void problem(ProblemException problem, HttpServletResponse response) throws IOException {
        ProblemWriter.write(response, problem.problem(), problem.headers());
    }

    @ExceptionHandler
    void overloaded(OverloadedException overloaded, HttpServletResponse response)
            throws IOException {
        later(response, ProblemType.OVERLOADED, message(overloaded));
    }

    @ExceptionHandler
    void unknown(OutcomeUnknownException unknown, HttpServletResponse response) throws IOException {
        later(response, ProblemType.OUTCOME_UNKNOWN, message(unknown));
    }

    @ExceptionHandler
    void behind(ViewBehindException behind, HttpServletResponse response) throws IOException {
        ProblemWriter.write(response, Problem.behind(behind), Map.of("Retry-After", "1"));
    }

    @ExceptionHandler
    void storage(StorageException failure, HttpServletResponse response) throws IOException {
        log.error("A request could not be answered: the store failed.", failure);
        ProblemWriter.write(response, Problem.unavailable(failure), Map.of("Retry-After", "1"));
    }

    @ExceptionHandler
    void unreadable(HttpMessageNotReadableException unreadable, HttpServletResponse response)
            throws IOException {
        ProblemWriter.write(response, ofBody(unreadable), Map.of());
    }

    /** What Spring itself refuses of a question in GraphQL, before that is one. */
    @ExceptionHandler
    void notAQuestion(ResponseStatusException refused, HttpServletResponse response)
            throws IOException {
        if (!refused.getStatusCode().is4xxClientError()) {
            throw refused;
        }
        ProblemWriter.write(
                response,
                Problem.validation("The body is not of the form that this address takes."),
                Map.of());
    }

    @ExceptionHandler({NoResourceFoundException.class, NoHandlerFoundException.class})
    void nothingThere(HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                response,
                Problem.of(ProblemType.NOT_FOUND, "There is nothing at this address."),
                Map.of());
    }

    @ExceptionHandler
    void method(HttpRequestMethodNotSupportedException wrong, HttpServletResponse response)
            throws IOException {
        String allowed =
                wrong.getSupportedHttpMethods() == null
                        ? ""
                        : wrong.getSupportedHttpMethods().stream()
                                .map(HttpMethod::name)
                                .sorted()
                                .collect(Collectors.joining(", "));
        ProblemWriter.write(
                response,
                Problem.of(
                        ProblemType.METHOD_NOT_ALLOWED,
                        "This address has the methods " + allowed + "."),
                Map.of("Allow", allowed));
    }

    @ExceptionHandler
    void mediaType(HttpMediaTypeException wrong, HttpServletResponse response) throws IOException {
        Problem problem =
                wrong instanceof HttpMediaTypeNotAcceptableException
                        ? Problem.of(
                                ProblemType.NOT_ACCEPTABLE,
                                "This is not available in the form that the Accept header asks"
                                        + " for.")
                        : Problem.of(
                                ProblemType.UNSUPPORTED_MEDIA_TYPE,
                                "Send the body as "
                                        + wrong.getSupportedMediaTypes().stream()
                                                .map(Object::toString)
                                                .collect(Collectors.joining(" or "))
                                        + ", and say so in Content-Type.");
        ProblemWriter.write(response, problem, Map.of());
    }

    @ExceptionHandler
    void parameter(MethodArgumentTypeMismatchException wrong, HttpServletResponse response)
            throws IOException {
        ProblemWriter.write(
                response,
                Problem.validation(
                        wrong.getName(), "'" + wrong.getName() + "' cannot be read as meant."),
                Map.of());
    }

    @ExceptionHandler
    void parameter(MissingServletRequestParameterException missing, HttpServletResponse response)
            throws IOException {
        String name = missing.getParameterName();
        ProblemWriter.write(
                response, Problem.validation(name, "'" + name + "' is missing."), Map.of());
    }

    /**
     * Percent-encoding that is none or no UTF-8, more parameters than are read, or a name that the
     * firewall refuses. All of this is found out by whoever first asks for a parameter.
     */
    @ExceptionHandler({InvalidParameterException.class, RequestRejectedException.class})
    void parameters(HttpServletResponse response) throws IOException {
        ProblemWriter.write(
                response,
                Problem.validation("query", "The parameters are not text encoded as UTF-8."),
                Map.of());
    }

    @ExceptionHandler
    void binding(ServletRequestBindingException wrong, HttpServletResponse response)
            throws IOException {
        ProblemWriter.write(
                response,
                Problem.validation("The request lacks something: look at its parameters."),
                Map.of());
    }

    @ExceptionHandler
    void tooLarge(TooLargeException tooLarge, HttpServletResponse response) throws IOException {
        ProblemWriter.write(response, tooLarge.problem(), Map.of());
    }

    /** The client has gone, or its connection broke: there is nobody to answer. */
    @ExceptionHandler({AsyncRequestNotUsableException.class, IOException.class})
    void gone() {
        log.debug("A client went away before its answer.");
    }

    @ExceptionHandler
    void defect(RuntimeException defect, HttpServletResponse response) throws IOException {
        log.error("A request failed because of a defect.", defect);
        ProblemWriter.write(
                response,
                Problem.of(
                        ProblemType.DEFECT,
                        "The service could not answer because of a defect. It was logged."),
                Map.of());
    }

    /** What is wrong with a body; names the field, never its value. */
    static Problem ofBody(Throwable unreadable) {
        // Jackson wraps what the stream threw, so that the innermost cause says most.
        JacksonException json = null;
        for (Throwable cause = unreadable; cause != null; cause = cause.getCause()) {
            if (cause instanceof TooLargeException tooLarge) {
                return tooLarge.problem();
            }
            if (json == null && cause instanceof JacksonException found) {
                json = found;
            }
        }
        if (json != null) {
            return ofJson(json);
        }
        return noBody();
    }

    public static Problem noBody() {
        return Problem.validation("The body is missing or cannot be read; send a JSON object.");
    }

    /** What is wrong with a JSON text; names the field, never its value. */
    public static Problem ofJson(JacksonException json) {
        String field = path(json);
        if (json instanceof UnrecognizedPropertyException) {
            return Problem.validation(field, "There is no field '" + field + "' here.");
        }
        if (!field.isEmpty()) {
            return Problem.validation(field, "The field '" + field + "' has the wrong type.");
        }
        return Problem.validation("The body is not a JSON object of the expected form.");
    }

    private static String path(JacksonException json) {
        StringBuilder path = new StringBuilder();
        for (JacksonException.Reference step : json.getPath()) {
            @Nullable String name = step.getPropertyName();
            if (name == null) {
                path.append('[').append(step.getIndex()).append(']');
            } else {
                path.append(path.isEmpty() ? "" : ".").append(printable(name));
            }
        }
        return path.toString();
    }

    /** Names of unknown fields come from the client: kept short and harmless. */
    private static String printable(String name) {
        String safe = name.replaceAll("[^A-Za-z0-9._-]", "?");
        return safe.length() > 64 ? safe.substring(0, 64) + "…" : safe;
    }

    private static void later(HttpServletResponse response, ProblemType type, String detail)
            throws IOException {
        ProblemWriter.write(response, Problem.of(type, detail), Map.of("Retry-After", "1"));
    }

    private static String message(RuntimeException exception) {
        return String.valueOf(exception.getMessage());
    }
}
