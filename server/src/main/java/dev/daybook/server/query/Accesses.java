package dev.daybook.server.query;

import dev.daybook.postgres.PostgresAccessLog;
import dev.daybook.postgres.PostgresAccessLog.Access;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.time.Instant;
import java.util.List;

/** Who has looked at the record of whom. Nothing is shown that could not be noted first. */
@Tag(name = "Accounts")
@RestController
public final class Accesses {

    private static final int LIMIT = 50;
    private static final int LIMIT_MAX = 1_000;

    private final PostgresAccessLog log;

    Accesses(Bank bank) {
        this.log = bank.accesses();
    }

    /**
     * A look.
     *
     * @param what it was: a page of an audit trail, or all of it
     * @param subject whose it was
     */
    @Schema(name = "Access")
    public record AccessBody(Instant at, String actor, String what, String subject) {

        static AccessBody of(Access access) {
            return new AccessBody(access.at(), access.actor(), access.what(), access.subject());
        }
    }

    /** What is looked at. */
    enum What {
        AUDIT_TRAIL("audit-trail"),
        EXPORT("audit-export");

        private final String word;

        What(String word) {
            this.word = word;
        }
    }

    void note(Caller caller, What what, String subject) {
        log.note(caller.actor(), what.word, subject);
    }

    @Operation(summary = "Who has read or exported which audit trail, the newest first")
    @GetMapping("/v1/accesses")
    public ResponseEntity<Page<AccessBody>> accesses(
            @RequestParam(required = false) @Nullable String cursor,
            @RequestParam(required = false) @Nullable String limit) {
        int count = Given.limit(limit, LIMIT, LIMIT_MAX);
        List<Access> found = log.read(Cursor.position(cursor), count + 1);
        boolean more = found.size() > count;
        List<Access> page = more ? found.subList(0, count) : found;
        return ResponseEntity.ok(
                new Page<>(
                        page.stream().map(AccessBody::of).toList(),
                        more ? Cursor.of(page.getLast().number()) : null));
    }
}
