package dev.daybook.simulation;

import dev.daybook.engine.view.KeyedView;
import dev.daybook.engine.view.ViewStore.Write;
import dev.daybook.simulation.ledger.LedgerEvent;
import dev.daybook.simulation.ledger.Tallies;
import dev.daybook.simulation.ledger.Tally;

import java.util.List;
import java.util.random.RandomGenerator;

/** What all parts of one history share. */
final class World {

    /** Amounts that are a multiple of this are poison to one of the views. */
    static final int POISON = 7;

    private static final int REFUSED = 19;

    private final RandomGenerator random;
    private final Odds odds;
    private final Tale tale;
    private final Wiring wiring;
    private final VirtualTime time = new VirtualTime();
    private final RecordAudit audit = new RecordAudit();
    private final BookDisk book = new BookDisk(audit);
    private final Broker broker = new Broker(book);
    private final List<KeyedView<LedgerEvent, Tally>> views =
            List.of(
                    Tallies.view("balances", event -> false),
                    Tallies.view("moody", this::isPoison));
    private boolean trouble = true;
    private boolean cured;

    World(RandomGenerator random, Odds odds, Tale tale, Wiring wiring) {
        this.random = random;
        this.odds = odds;
        this.tale = tale;
        this.wiring = wiring;
    }

    RandomGenerator random() {
        return random;
    }

    Odds odds() {
        return odds;
    }

    Tale tale() {
        return tale;
    }

    Wiring wiring() {
        return wiring;
    }

    VirtualTime time() {
        return time;
    }

    RecordAudit audit() {
        return audit;
    }

    BookDisk book() {
        return book;
    }

    Broker broker() {
        return broker;
    }

    List<KeyedView<LedgerEvent, Tally>> views() {
        return views;
    }

    boolean chance(int of) {
        return of > 0 && random.nextInt(Odds.OF) < of;
    }

    /** Whether anything may still go wrong. */
    boolean hasTrouble() {
        return trouble;
    }

    void calmDown() {
        trouble = false;
    }

    /** The projection and the store are mended: what was poison no longer is. */
    void cure() {
        cured = true;
    }

    boolean isRefused(Write<String, Tally> write) {
        Tally value = write.value();
        boolean refused =
                !cured
                        && odds.poison() > 0
                        && value != null
                        && value.version() > 0
                        && value.sum() % REFUSED == 1;
        if (refused) {
            tale.count(Fault.VALUE_REFUSED);
        }
        return refused;
    }

    private boolean isPoison(LedgerEvent event) {
        boolean poison =
                !cured && odds.poison() > 0 && event.change() != 0 && event.change() % POISON == 0;
        if (poison) {
            tale.count(Fault.POISON);
        }
        return poison;
    }
}
