package dev.daybook.server.operate;

import dev.daybook.engine.relay.RelayRunner;
import dev.daybook.engine.relay.RelayStatus;
import dev.daybook.engine.relay.Violation;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.bank.RelaySource;
import dev.daybook.server.bank.Servers;
import dev.daybook.server.http.Headers;
import dev.daybook.server.problem.ProblemException;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;
import java.util.Locale;

/** The relay of this node: what brings the journal to the broker. */
@Tag(name = "Relay")
@RestController
public final class RelayControl {

    private final Bank bank;

    RelayControl(Bank bank) {
        this.bank = bank;
    }

    /**
     * The relay of a node.
     *
     * @param position up to here this node knows everything to be published; -1 before it relays
     * @param lagEvents recorded and not published yet; 0 on a node that stands by
     * @param lagMillis for how long the oldest of these has been recorded; -1 while the journal
     *     cannot be read
     * @param error what keeps it from going on, if anything
     * @param source where it takes events from: {@code journal}, or {@code wal}, the database's log
     * @param violations what goes out without its content
     */
    public record RelayBody(
            String state,
            long position,
            long lagEvents,
            long lagMillis,
            @Nullable String error,
            String source,
            List<Violation> violations) {

        static RelayBody of(RelayStatus status, RelaySource source) {
            return new RelayBody(
                    status.state().name().toLowerCase(Locale.ROOT).replace('_', '-'),
                    status.position(),
                    status.lagEvents(),
                    status.lagMillis(),
                    status.error(),
                    source.label(),
                    status.violations());
        }
    }

    @Operation(
            summary = "The relay of this node: how far the broker has the journal",
            description = "404 without a broker, and on a node that only answers requests.")
    @GetMapping("/v1/relay")
    public ResponseEntity<RelayBody> relay() {
        RelayRunner relay = bank.relay();
        Servers.Broker broker = bank.settings().servers().broker();
        if (relay == null || broker == null) {
            throw ProblemException.notFound("This node does not relay.");
        }
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(bank.book().feed().head()))
                .body(RelayBody.of(relay.status(), broker.source()));
    }
}
