package dev.daybook.server.query;

import static dev.daybook.banking.view.BankingViews.VOLUMES;

import dev.daybook.banking.model.Money;
import dev.daybook.banking.postgres.HourlyVolumes;
import dev.daybook.banking.postgres.HourlyVolumes.HourlyVolume;
import dev.daybook.engine.command.CommandLog.Refusals;
import dev.daybook.server.bank.Bank;
import dev.daybook.server.http.Given;
import dev.daybook.server.http.Headers;
import dev.daybook.server.http.Reading;
import dev.daybook.server.problem.ProblemException;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * How much happens, hour by hour. What was recorded is read from a view and costs writing nothing;
 * what was refused is in no journal, so it is counted in the record of commands, seldom and within
 * a bound.
 */
@Tag(name = "Analysis")
@RestController
public final class Activity {

    private static final Duration SPAN = Duration.ofHours(24);
    private static final Duration SPAN_MAX = Duration.ofDays(31);
    private static final int ROWS_MAX = 20_000;

    private final Freshness freshness;
    private final HourlyVolumes volumes;
    private final RefusalCounts refusals;

    Activity(Bank bank, Freshness freshness) {
        this.freshness = freshness;
        this.volumes = new HourlyVolumes(bank.tables());
        this.refusals = new RefusalCounts(bank.storage().commands());
    }

    /**
     * What happened from one hour to another.
     *
     * @param from the beginning of the first hour
     * @param to the end of the last
     */
    public record ActivityBody(
            Instant from, Instant to, List<VolumeBody> recorded, List<RefusalsBody> refused) {}

    /**
     * Transactions of one kind in one currency within an hour.
     *
     * @param amount that changed hands
     */
    public record VolumeBody(
            Instant hour, String kind, String currency, long transactions, String amount) {

        static VolumeBody of(HourlyVolume volume) {
            return new VolumeBody(
                    volume.hour(),
                    volume.kind(),
                    volume.currency(),
                    volume.transactions(),
                    new BigDecimal(volume.amount(), Money.fractionDigits(volume.currency()))
                            .toPlainString());
        }
    }

    /** Commands that were refused within an hour for one reason. */
    public record RefusalsBody(Instant hour, String code, long commands) {}

    @Operation(
            summary = "What was recorded and what was refused, by hour",
            description =
                    "At most 31 days at once, the last 24 hours when nothing is said. Refusals may"
                            + " be five seconds old.")
    @GetMapping("/v1/activity")
    public ResponseEntity<ActivityBody> activity(
            @Parameter(description = "In the first hour") @RequestParam(required = false)
                    @Nullable String from,
            @Parameter(description = "In the last hour; now when absent")
                    @RequestParam(required = false)
                    @Nullable String to,
            Reading reading) {
        Instant last = to == null ? Instant.now() : Given.instant("to", to);
        Instant end = last.truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
        Instant begin =
                from == null
                        ? end.minus(SPAN)
                        : Given.instant("from", from).truncatedTo(ChronoUnit.HOURS);
        if (!begin.isBefore(end) || Duration.between(begin, end).compareTo(SPAN_MAX) > 0) {
            throw ProblemException.validation(
                    "from", "'from' is before 'to', and at most 31 days before it.");
        }
        long shown = freshness.of(VOLUMES.name(), reading);
        List<HourlyVolume> read = volumes.read(begin, end, ROWS_MAX + 1);
        if (read.size() > ROWS_MAX) {
            throw ProblemException.validation(
                    "from",
                    "That is more than 20,000 hours of kinds and currencies: ask for less time.");
        }
        return ResponseEntity.ok()
                .header(Headers.POSITION, Long.toString(shown))
                .body(
                        new ActivityBody(
                                begin,
                                end,
                                read.stream().map(VolumeBody::of).toList(),
                                refusals.of(begin).stream()
                                        .filter(each -> each.hour().isBefore(end))
                                        .map(Activity::refused)
                                        .toList()));
    }

    private static RefusalsBody refused(Refusals each) {
        return new RefusalsBody(each.hour(), each.code(), each.commands());
    }
}
