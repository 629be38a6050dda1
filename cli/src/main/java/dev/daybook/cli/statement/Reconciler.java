package dev.daybook.cli.statement;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.statement.ClosingBalances.AccountDay;
import dev.daybook.cli.statement.Reconciliation.Difference;
import dev.daybook.cli.terminal.Progress;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** Asks the book for the closing balances of every account-day and compares them. */
final class Reconciler {

    /** Accounts and days in one answer; the service gives no more. */
    private static final int ACCOUNTS = 200;

    private static final int SPAN_DAYS = 1_000;

    private static final NavigableMap<LocalDate, BigDecimal> NONE = Collections.emptyNavigableMap();

    private final DaybookClient client;
    private final Progress progress;
    private final long position;

    /**
     * @param position the answers have to show everything up to here
     */
    Reconciler(DaybookClient client, Progress progress, long position) {
        this.client = client;
        this.progress = progress;
        this.position = position;
    }

    Reconciliation run(Statements statements) {
        Map<String, List<AccountDay>> accounts = new LinkedHashMap<>();
        for (AccountDay day : ClosingBalances.of(statements)) {
            accounts.computeIfAbsent(day.account(), account -> new ArrayList<>()).add(day);
        }
        int compared = 0;
        int agreeing = 0;
        List<Difference> inconsistent = new ArrayList<>();
        List<Difference> unexpected = new ArrayList<>();
        Map<String, NavigableMap<LocalDate, BigDecimal>> book = ask(accounts);
        for (Map.Entry<String, List<AccountDay>> account : accounts.entrySet()) {
            NavigableMap<LocalDate, BigDecimal> balances =
                    book.getOrDefault(account.getKey(), NONE);
            for (AccountDay day : account.getValue()) {
                BigDecimal recorded = day.recorded();
                Map.Entry<LocalDate, BigDecimal> closing = balances.floorEntry(day.on());
                BigDecimal actual = closing == null ? BigDecimal.ZERO : closing.getValue();
                compared += recorded == null ? 0 : 1;
                Difference difference =
                        new Difference(
                                day.account(),
                                day.on(),
                                day.sum(),
                                actual,
                                recorded == null ? day.sum() : recorded);
                if (actual.compareTo(day.sum()) != 0) {
                    unexpected.add(difference);
                } else if (!day.agrees()) {
                    inconsistent.add(difference);
                } else if (recorded != null) {
                    agreeing++;
                }
            }
        }
        return new Reconciliation(compared, agreeing, inconsistent, unexpected);
    }

    /** The closing balances of each account on each day with a movement, page by page. */
    private Map<String, NavigableMap<LocalDate, BigDecimal>> ask(
            Map<String, List<AccountDay>> accounts) {
        Map<String, NavigableMap<LocalDate, BigDecimal>> answered = new HashMap<>();
        if (accounts.isEmpty()) {
            return answered;
        }
        LocalDate first = LocalDate.MAX;
        LocalDate last = LocalDate.MIN;
        for (List<AccountDay> days : accounts.values()) {
            first = min(first, days.getFirst().on());
            last = max(last, days.getLast().on());
        }
        for (LocalDate from = first; !from.isAfter(last); from = from.plusDays(SPAN_DAYS)) {
            ask(accounts.keySet(), from, min(last, from.plusDays(SPAN_DAYS - 1)), answered);
        }
        return answered;
    }

    private void ask(
            Set<String> wanted,
            LocalDate from,
            LocalDate to,
            Map<String, NavigableMap<LocalDate, BigDecimal>> answered) {
        String question = "/v1/balances?from=" + from + "&to=" + to + "&limit=" + ACCOUNTS;
        String next = "";
        do {
            JsonNode answer =
                    client.getAtLeast(
                            position, next.isEmpty() ? question : question + "&cursor=" + next);
            for (JsonNode item : answer.path("items")) {
                String account = item.path("account").asString();
                if (wanted.contains(account)) {
                    answered.computeIfAbsent(account, each -> new TreeMap<>())
                            .put(
                                    LocalDate.parse(item.path("on").asString()),
                                    new BigDecimal(item.path("balance").asString()));
                }
            }
            progress.step("accounts reconciled", answered.size(), wanted.size());
            next = Json.text(answer, "next");
        } while (!next.isEmpty());
    }

    private static LocalDate min(LocalDate a, LocalDate b) {
        return a.isBefore(b) ? a : b;
    }

    private static LocalDate max(LocalDate a, LocalDate b) {
        return a.isAfter(b) ? a : b;
    }
}
