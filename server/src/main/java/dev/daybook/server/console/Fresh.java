package dev.daybook.server.console;

import dev.daybook.engine.view.ViewBehindException;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;

import org.springframework.http.ResponseEntity;

import java.time.Duration;
import java.util.Objects;
import java.util.function.Function;

/**
 * What a page shows, and whether that is all there is to show. A page does not fail because a view
 * is behind: it shows what the view has, and says that it is not the latest.
 *
 * @param position nothing that happened up to here is missing
 * @param isStale true when what whoever looks has done may be missing
 */
record Fresh<T>(T shown, long position, boolean isStale) {

    /** Reads as fresh as is asked for, or else what there is. */
    static <T> Fresh<T> read(Reading reading, Function<Reading, ResponseEntity<T>> question) {
        try {
            return of(question.apply(reading), false);
        } catch (ViewBehindException behind) {
            Reading now = new Reading(new Reading.Consistency.Eventual(), Duration.ZERO);
            return of(question.apply(now), true);
        }
    }

    private static <T> Fresh<T> of(ResponseEntity<T> answer, boolean isStale) {
        String position = answer.getHeaders().getFirst(Headers.POSITION);
        return new Fresh<>(
                Objects.requireNonNull(answer.getBody()),
                Long.parseLong(Objects.requireNonNull(position)),
                isStale);
    }
}
