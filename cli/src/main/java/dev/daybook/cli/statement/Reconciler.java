package dev.daybook.cli.statement;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.client.Json;
import dev.daybook.cli.statement.ClosingBalances.AccountDay;
import dev.daybook.cli.statement.Reconciliation.Difference;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.cli.terminal.Progress;

import tools.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/** Asks the book for the closing balances of every account-day and compares them. */
final class Reconciler {

    /** Requests under way at once. */
    private static final int REQUESTS_MAX = 32;

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

    private Map<String, NavigableMap<LocalDate, BigDecimal>> ask(
            Map<String, List<AccountDay>> accounts) {
        Map<String, Future<NavigableMap<LocalDate, BigDecimal>>> asked = new LinkedHashMap<>();
        Map<String, NavigableMap<LocalDate, BigDecimal>> answered = new LinkedHashMap<>();
        Semaphore room = new Semaphore(REQUESTS_MAX);
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            accounts.forEach((account, days) ->
                    asked.put(
                            account,
                            threads.submit(() -> {
                                room.acquire();
                                try {
                                    return balances(
                                            account, days.getFirst().on(), days.getLast().on());
                                } finally {
                                    room.release();
                                }
                            })));
            for (Map.Entry<String, Future<NavigableMap<LocalDate, BigDecimal>>> each :
                    asked.entrySet()) {
                answered.put(each.getKey(), each.getValue().get());
                progress.step("accounts reconciled", answered.size(), asked.size());
            }
        } catch (ExecutionException failed) {
            if (failed.getCause() instanceof Complaint complaint) {
                throw complaint;
            }
            throw new IllegalStateException("A balance could not be asked for.", failed.getCause());
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
            throw new Complaint("Interrupted.", "Run the same command again.", interrupted);
        }
        return answered;
    }

    /** The closing balances of an account on each day with a movement. */
    private NavigableMap<LocalDate, BigDecimal> balances(
            String account, LocalDate from, LocalDate to) {
        NavigableMap<LocalDate, BigDecimal> balances = new TreeMap<>();
        String next = from.toString();
        while (!next.isEmpty()) {
            JsonNode answer =
                    client.getAtLeast(
                            position,
                            "/v1/accounts/"
                                    + DaybookClient.encode(account)
                                    + "/balances?from="
                                    + next
                                    + "&to="
                                    + to);
            for (JsonNode item : answer.path("items")) {
                balances.put(
                        LocalDate.parse(item.path("on").asString()),
                        new BigDecimal(item.path("balance").asString()));
            }
            next = Json.text(answer, "next");
        }
        return balances;
    }
}
