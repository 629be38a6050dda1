package dev.daybook.bench.peer.axon;

import dev.daybook.bench.peer.axon.AccountEvents.AccountOpened;
import dev.daybook.bench.peer.axon.AccountEvents.MoneyDeposited;
import dev.daybook.bench.peer.axon.AccountEvents.MoneyWithdrawn;
import dev.daybook.bench.peer.axon.TransferMoney.Parties;

import org.axonframework.eventsourcing.annotation.EventCriteriaBuilder;
import org.axonframework.eventsourcing.annotation.EventSourcedEntity;
import org.axonframework.eventsourcing.annotation.EventSourcingHandler;
import org.axonframework.eventsourcing.annotation.reflection.EntityCreator;
import org.axonframework.eventsourcing.annotation.reflection.InjectEntityId;
import org.axonframework.messaging.eventstreaming.EventCriteria;
import org.axonframework.messaging.eventstreaming.Tag;

/**
 * What a transfer needs to know of its two accounts, sourced from both of their streams and
 * consistent with both: a dynamic boundary of two. Two entities loaded one after the other would be
 * the plainer model, but this release cannot join the markers of two loads on this engine
 * ("AggregateBasedConsistencyMarker.doLowerBound: not implemented yet", mended in a later one).
 */
@EventSourcedEntity
final class TransferAccounts {

    private final Parties parties;
    private boolean fromIsOpen;
    private boolean toIsOpen;
    private long fromCents;
    private long toCents;

    @EntityCreator
    TransferAccounts(@InjectEntityId Parties parties) {
        this.parties = parties;
    }

    @EventCriteriaBuilder
    static EventCriteria streams(Parties parties) {
        return EventCriteria.either(
                EventCriteria.havingTags(Tag.of(AccountEvents.TAG, parties.from())),
                EventCriteria.havingTags(Tag.of(AccountEvents.TAG, parties.to())));
    }

    @EventSourcingHandler
    void on(AccountOpened event) {
        if (event.account().equals(parties.from())) {
            fromIsOpen = true;
        } else {
            toIsOpen = true;
        }
        add(event.account(), event.cents());
    }

    @EventSourcingHandler
    void on(MoneyWithdrawn event) {
        add(event.account(), -event.cents());
    }

    @EventSourcingHandler
    void on(MoneyDeposited event) {
        add(event.account(), event.cents());
    }

    private void add(String account, long cents) {
        if (account.equals(parties.from())) {
            fromCents += cents;
        } else {
            toCents += cents;
        }
    }

    boolean areOpen() {
        return fromIsOpen && toIsOpen;
    }

    long fromCents() {
        return fromCents;
    }

    long toCents() {
        return toCents;
    }
}
