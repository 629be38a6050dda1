package dev.daybook.server.problem;

import java.util.Map;

/** Ends the handling of a request with a problem. */
public final class ProblemException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final transient Problem problem;
    private final transient Map<String, String> headers;

    public ProblemException(Problem problem) {
        this(problem, Map.of());
    }

    /**
     * @param headers response headers that go with it
     */
    public ProblemException(Problem problem, Map<String, String> headers) {
        super(problem.slug());
        this.problem = problem;
        this.headers = Map.copyOf(headers);
    }

    public static ProblemException validation(String field, String detail) {
        return new ProblemException(Problem.validation(field, detail));
    }

    public static ProblemException notFound(String detail) {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, detail));
    }

    /** With headers that say more, such as the position at which it was not there. */
    public static ProblemException notFound(String detail, Map<String, String> headers) {
        return new ProblemException(Problem.of(ProblemType.NOT_FOUND, detail), headers);
    }

    public static ProblemException forbidden(String detail) {
        return new ProblemException(Problem.of(ProblemType.FORBIDDEN, detail));
    }

    /** For what is temporary: says after how many seconds to try again. */
    public static ProblemException retryLater(ProblemType type, String detail, int seconds) {
        return new ProblemException(
                Problem.of(type, detail), Map.of("Retry-After", Integer.toString(seconds)));
    }

    public Problem problem() {
        return problem;
    }

    public Map<String, String> headers() {
        return headers;
    }
}
