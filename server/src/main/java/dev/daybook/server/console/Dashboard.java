package dev.daybook.server.console;

import dev.daybook.server.query.Activity.ActivityBody;
import dev.daybook.server.query.Activity.RefusalsBody;
import dev.daybook.server.query.Activity.VolumeBody;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/**
 * Activity as it is shown: what stands out in figures, and its course in charts.
 *
 * @param thisHour transactions of the hour that has not ended
 * @param value that changed hands, one amount a currency
 */
public record Dashboard(
        String transactions,
        String thisHour,
        List<String> value,
        String refused,
        List<Chart> charts) {

    /** Each has a chart of its own; a book that has more is looked at by other means. */
    private static final int CURRENCIES_MAX = 3;

    static Dashboard of(ActivityBody activity, Ui ui) {
        List<Instant> hours =
                Stream.iterate(
                                activity.from(),
                                hour -> hour.isBefore(activity.to()),
                                hour -> hour.plus(1, ChronoUnit.HOURS))
                        .toList();
        Map<String, BigDecimal> values = new TreeMap<>();
        long transactions = 0;
        long thisHour = 0;
        Chart.Builder recorded = new Chart.Builder(hours);
        for (VolumeBody each : activity.recorded()) {
            values.merge(each.currency(), new BigDecimal(each.amount()), BigDecimal::add);
            transactions += each.transactions();
            if (each.hour().equals(hours.getLast())) {
                thisHour += each.transactions();
            }
            recorded.add(each.hour(), kind(each.kind(), ui), (double) each.transactions());
        }
        Chart.Builder refused = new Chart.Builder(hours);
        long refusals = 0;
        for (RefusalsBody each : activity.refused()) {
            refusals += each.commands();
            refused.add(
                    each.hour(),
                    ui.textOr("code." + each.code(), each.code()),
                    (double) each.commands());
        }
        List<Chart> charts = new ArrayList<>();
        String others = ui.text("activity.others");
        charts.add(
                recorded.draw(
                        "recorded",
                        ui.text("activity.recorded"),
                        others,
                        count -> ui.number(Math.round(count))));
        values.keySet().stream()
                .limit(CURRENCIES_MAX)
                .forEach(currency -> charts.add(value(activity, currency, hours, ui)));
        charts.add(
                refused.draw(
                        "refused",
                        ui.text("activity.refused"),
                        others,
                        count -> ui.number(Math.round(count))));
        return new Dashboard(
                ui.number(transactions),
                ui.number(thisHour),
                values.entrySet().stream()
                        .map(sum -> ui.money(sum.getValue().toPlainString(), sum.getKey()))
                        .toList(),
                ui.number(refusals),
                charts);
    }

    private static Chart value(ActivityBody activity, String currency, List<Instant> hours, Ui ui) {
        Chart.Builder value = new Chart.Builder(hours);
        activity.recorded().stream()
                .filter(each -> each.currency().equals(currency))
                .forEach(each ->
                        value.add(
                                each.hour(),
                                kind(each.kind(), ui),
                                Double.parseDouble(each.amount())));
        return value.draw(
                "value-" + currency,
                ui.text("activity.value", currency),
                ui.text("activity.others"),
                amount -> ui.about(amount, currency));
    }

    private static String kind(String kind, Ui ui) {
        return ui.textOr("kind." + kind, kind);
    }
}
