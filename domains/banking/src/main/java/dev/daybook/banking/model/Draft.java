package dev.daybook.banking.model;

import dev.daybook.engine.command.Context;
import dev.daybook.engine.command.Decision;
import dev.daybook.engine.command.Decision.Change;
import dev.daybook.engine.command.Entities;
import dev.daybook.engine.event.EntityId;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What one command is going to change. Each rule sees what the rules before it have noted down:
 * once a hold is captured, its amount is available to the debit that follows.
 */
final class Draft {

    private final Context context;
    private final Entities<BankingState> entities;
    private final List<Change<BankingEvent>> changes = new ArrayList<>(4);
    private final Map<EntityId, Drafted> drafted = new HashMap<>();

    private record Drafted(BankingState state, long version) {}

    Draft(Context context, Entities<BankingState> entities) {
        this.context = context;
        this.entities = entities;
    }

    /** The identifier of the command, and of what it creates. */
    UUID id() {
        return context.command();
    }

    Instant at() {
        return context.at();
    }

    Context context() {
        return context;
    }

    List<Change<BankingEvent>> changes() {
        return changes;
    }

    /** Notes an event down; returns the version that the entity has after it. */
    long add(EntityId entity, BankingEvent event) {
        long version = version(entity) + 1;
        drafted.put(entity, new Drafted(Evolution.evolve(find(entity), event), version));
        changes.add(Decision.on(entity, event));
        return version;
    }

    long add(Account account, AccountEvent event) {
        return add(Identifiers.account(account.id()), event);
    }

    @Nullable BankingState find(EntityId entity) {
        Drafted mine = drafted.get(entity);
        return mine == null ? entities.find(entity) : mine.state();
    }

    private long version(EntityId entity) {
        Drafted mine = drafted.get(entity);
        return mine == null ? entities.version(entity) : mine.version();
    }

    /** The customer's account of that identifier, in whatever state it is. */
    Account account(String id) {
        if (Identifiers.isBookAccount(id)) {
            throw Refused.validation(
                    "%s is one of the book's own accounts; this can be asked of customers' accounts"
                                    .formatted(id)
                            + " only.");
        }
        if (Identifiers.isCustomerAccount(id)
                && find(Identifiers.account(id)) instanceof Account found) {
            return found;
        }
        throw new Refused(new BankingRejection.NotFound("account", id));
    }

    /** The customer's account of that identifier, which must not be closed. */
    Account openAccount(String id) {
        Account account = account(id);
        if (account.status() == Account.Status.CLOSED) {
            throw new Refused(new BankingRejection.AccountClosed(id));
        }
        return account;
    }

    /** One of the book's own accounts; those that nothing has moved on yet are empty. */
    BookAccount bookAccount(String id) {
        return find(Identifiers.account(id)) instanceof BookAccount found ? found : BookAccount.NEW;
    }

    /** Refuses what cannot be the name of one of the book's own accounts. */
    static void requireBookAccount(String id) {
        if (!Identifiers.isBookAccount(id)) {
            throw Refused.validation(
                    "The book's own accounts are called @ and 1 to 63 of A-Z a-z 0-9 . _ : - ,"
                            + " such as @cash; not "
                            + Texts.quoted(id)
                            + ".");
        }
    }
}
