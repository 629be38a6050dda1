package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.daybook.acceptance.Receiver.Delivery;
import dev.daybook.testkit.Answer;
import dev.daybook.testkit.Bank;
import dev.daybook.testkit.BesideOthers;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Json;
import dev.daybook.testkit.RealPostgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.util.List;

/** Whoever delivers may be killed: nothing is left out. */
@BesideOthers
class WebhookFaultsIT {

    private static final int ROUND = 5;

    private final Receiver receiver = new Receiver();

    @AfterEach
    void close() {
        receiver.close();
    }

    /** What was sent just before may come once more: that is said, and the id tells it. */
    @Test
    void nothingIsLeftOutWhenTheProcessIsKilled() throws InterruptedException {
        try (DaybookProcess process = DaybookProcess.start()) {
            Bank own = new Bank(process);
            String account = own.account();
            Answer added =
                    own.api().post("/v1/webhooks", Json.object("url", receiver.url())).expect(201);
            receiver.expect(added.text("secret"));
            own.deposit(account, "1.00");
            receiver.await(3);
            receiver.answer(event -> 503);
            for (int i = 0; i < 5; i++) {
                own.deposit(account, "1.00");
            }
            process.kill();
            receiver.answer(event -> 200);
            process.restart();
            own.deposit(account, "1.00");
            List<Delivery> taken =
                    receiver.await(21).stream()
                            .filter(each -> each.answered() < 300)
                            .filter(each -> each.entity().equals("account:" + account))
                            .toList();
            assertThat(taken.stream().map(Delivery::position).distinct()).hasSize(7).isSorted();
            assertThat(taken).allMatch(Delivery::isSigned);
        }
    }

    /** One node delivers; when it is killed, another goes on where it was. */
    @Test
    void whicheverNodeIsKilledTheOtherDelivers() throws Exception {
        try (RealPostgres postgres = RealPostgres.start();
                DaybookProcess first = postgres.serve("first");
                DaybookProcess second = postgres.serve("second")) {
            Bank one = new Bank(first);
            Bank other = new Bank(second);
            String account = one.account();
            Answer added =
                    one.api()
                            .post(
                                    "/v1/webhooks",
                                    Json.object(
                                            "url", receiver.url(), "entity", "account:" + account))
                            .expect(201);
            receiver.expect(added.text("secret"));
            deposit(one, account);
            receiver.await(ROUND);

            first.kill();
            deposit(other, account);
            receiver.await(2 * ROUND);

            first.restart();
            second.kill();
            deposit(new Bank(first), account);
            List<Delivery> taken = receiver.await(3 * ROUND);
            assertThat(taken).allMatch(Delivery::isSigned);
            // One that was killed after the answer and before it was noted sends it once more.
            assertThat(taken.stream().map(Delivery::position).distinct())
                    .hasSize(3 * ROUND)
                    .isSorted();
        }
    }

    private static void deposit(Bank bank, String account) {
        for (int i = 0; i < ROUND; i++) {
            bank.deposit(account, "1.00");
        }
    }
}
