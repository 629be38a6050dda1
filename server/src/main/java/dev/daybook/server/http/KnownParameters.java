package dev.daybook.server.http;

import dev.daybook.server.problem.ProblemException;

import jakarta.servlet.http.HttpServletRequest;
import jakarta.servlet.http.HttpServletResponse;

import org.jspecify.annotations.Nullable;
import org.springframework.core.MethodParameter;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.method.HandlerMethod;
import org.springframework.web.servlet.HandlerInterceptor;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Refuses parameters that a handler does not know. Passed over, a misspelt {@code asOf} would
 * answer with today's balance and look right.
 */
final class KnownParameters implements HandlerInterceptor {

    private static final String OURS = "dev.daybook.";

    /** Of a handler that takes all there are, since another says which there may be. */
    private static final String ANY = "*";

    private final Map<Method, Set<String>> known = new ConcurrentHashMap<>();

    @Override
    public boolean preHandle(
            HttpServletRequest request, HttpServletResponse response, Object handler) {
        if (handler instanceof HandlerMethod method
                && method.getBeanType().getName().startsWith(OURS)
                && request.getQueryString() != null) {
            Set<String> names = known.computeIfAbsent(method.getMethod(), any -> names(method));
            if (names.contains(ANY)) {
                return true;
            }
            for (Map.Entry<String, String[]> given : request.getParameterMap().entrySet()) {
                check(given.getKey(), given.getValue(), names);
            }
        }
        return true;
    }

    private static void check(String name, String[] values, Set<String> names) {
        if (!names.contains(name)) {
            throw ProblemException.validation(
                    "query",
                    names.isEmpty()
                            ? "There are no parameters here."
                            : "There is an unknown parameter. There are: "
                                    + String.join(", ", names)
                                    + ".");
        }
        if (values.length > 1) {
            throw ProblemException.validation(name, "'" + name + "' was given twice.");
        }
        Given.text(name, values[0], 1_000);
    }

    private static Set<String> names(HandlerMethod method) {
        Set<String> names = new TreeSet<>();
        for (MethodParameter parameter : method.getMethodParameters()) {
            @Nullable RequestParam annotation =
                    parameter.getParameterAnnotation(RequestParam.class);
            if (annotation != null && Map.class.isAssignableFrom(parameter.getParameterType())) {
                names.add(ANY);
            } else if (annotation != null) {
                parameter.initParameterNameDiscovery(
                        new org.springframework.core.DefaultParameterNameDiscoverer());
                String declared = annotation.name();
                String name = declared.isEmpty() ? parameter.getParameterName() : declared;
                if (name != null) {
                    names.add(name);
                }
            }
        }
        return names;
    }
}
