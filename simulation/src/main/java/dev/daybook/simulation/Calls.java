package dev.daybook.simulation;

import dev.daybook.engine.journal.StorageException;

import java.io.IOException;

/**
 * The calls of one node to its stores: the only points at which anything can come between two steps
 * of the engine. Each may crash the node, fail, take long, or let others go first.
 */
final class Calls {

    private static final int SLOW_MILLIS_MAX = 3_000;

    private final String node;
    private final World world;
    private final Odds odds;
    private final Runnable others;
    private boolean cut;

    /**
     * @param others lets somebody else take a step in between
     */
    Calls(String node, World world, Runnable others) {
        this.node = node;
        this.world = world;
        this.odds = world.odds();
        this.others = others;
    }

    /** The node is gone; whatever of it is in the middle of something goes no further. */
    void cut() {
        cut = true;
    }

    /** Before a call takes effect. */
    void before(String call) {
        stopIfCut();
        if (chance(odds.interleave())) {
            world.tale().count(Fault.INTERLEAVED);
            tell("is held up before " + call);
            others.run();
            stopIfCut();
        }
        if (chance(odds.slow())) {
            world.tale().count(Fault.SLOW_CALL);
            world.time().pass(world.random().nextInt(SLOW_MILLIS_MAX));
        }
        crashPerhaps("before " + call);
        if (chance(odds.refuse())) {
            throw failure(Fault.CALL_REFUSED, call);
        }
    }

    /** After it took effect, and before the caller knows. */
    void after(String call) {
        crashPerhaps("after " + call);
        if (chance(odds.loseReply())) {
            throw failure(Fault.REPLY_LOST, call);
        }
    }

    /** In the middle of a call that can neither fail any more nor be seen to have ended. */
    void whileUnderWay(String call) {
        if (chance(odds.interleave())) {
            world.tale().count(Fault.INTERLEAVED);
            tell("is held up in " + call);
            others.run();
        }
    }

    /** One of two things that are equally likely. */
    boolean coin() {
        return world.random().nextBoolean();
    }

    /** Whether a commit fails before anybody knows whether it takes effect. */
    boolean inDoubt() {
        return chance(odds.doubt());
    }

    StorageException failure(Fault fault, String call) {
        world.tale().count(fault);
        tell(fault + " " + call);
        return new StorageException(fault + " " + call, new IOException(call));
    }

    void tell(String what) {
        world.tale().add(node + " " + what);
    }

    private void crashPerhaps(String where) {
        if (chance(odds.crash())) {
            world.tale().count(Fault.CRASH);
            tell("CRASH " + where);
            throw new Crash(where);
        }
    }

    private void stopIfCut() {
        if (cut) {
            throw new Crash("it is gone already");
        }
    }

    private boolean chance(int of) {
        return world.hasTrouble() && world.chance(of);
    }
}
