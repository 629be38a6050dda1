package dev.daybook.server.operate;

import dev.daybook.engine.journal.StorageException;
import dev.daybook.server.bank.Bank;

import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;
import org.springframework.stereotype.Component;

/** Whether commands can be committed and views read: the database answers, every view is open. */
@Component("bank")
final class BankHealth implements HealthIndicator {

    private final Bank bank;

    BankHealth(Bank bank) {
        this.bank = bank;
    }

    @Override
    public Health health() {
        try {
            bank.storage().journal().head();
        } catch (StorageException unreachable) {
            return Health.down().withDetail("database", "does not answer").build();
        }
        boolean open =
                bank.book().views().runners().stream()
                        .allMatch(runner -> runner.applied().isKnown());
        return open ? Health.up().build() : Health.outOfService().build();
    }
}
