/**
 * What is said when something is wrong: RFC 9457 problems, one form for every error from every
 * depth of the server.
 *
 * <p>{@link dev.daybook.server.problem.Problem} is what is said, {@link
 * dev.daybook.server.problem.ProblemException} how a handler says it, and {@link
 * dev.daybook.server.problem.Problems} where everything thrown becomes a problem. What must always
 * hold: a client never sees HTML, a stack trace or a text of its own request repeated.
 */
@NullMarked
package dev.daybook.server.problem;

import org.jspecify.annotations.NullMarked;
