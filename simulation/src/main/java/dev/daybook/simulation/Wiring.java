package dev.daybook.simulation;

import dev.daybook.engine.commit.WriteStore;
import dev.daybook.engine.relay.Publisher;
import dev.daybook.engine.view.ViewStore;
import dev.daybook.simulation.ledger.Account;
import dev.daybook.simulation.ledger.Tally;

/**
 * How a node is connected to its stores. Tests connect it wrongly, to see that what must always
 * hold is really looked at.
 */
interface Wiring {

    /** As it should be. */
    Wiring STRAIGHT = new Wiring() {};

    default WriteStore<Account> writes(WriteStore<Account> store, BookDisk disk) {
        return store;
    }

    default Publisher publisher(Publisher publisher, Broker broker) {
        return publisher;
    }

    default ViewStore<String, Tally> view(ViewStore<String, Tally> store) {
        return store;
    }
}
