package dev.daybook.simulation;

import static dev.daybook.simulation.RecordAudit.require;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;

/**
 * One seed's course of events: two machines, some clients, and a schedule that lets one of them
 * take a step after the other. In the end all trouble stops, and everything must come right.
 */
final class History {

    private static final int STEPS_MIN = 100;
    private static final int STEPS_MORE = 300;

    /** How deep steps may be held up within one another. */
    private static final int DEPTH_MAX = 2;

    private final World world;
    private final RandomGenerator random;
    private final List<Machine> machines;
    private final Clients clients;
    private int depth;
    private int steps;

    History(long seed, Wiring wiring, Tale tale) {
        this.random = new SplittableRandom(seed);
        this.world = new World(random, Odds.draw(random), tale, wiring);
        this.machines =
                List.of(
                        new Machine("north", world, this::holdUp),
                        new Machine("south", world, this::holdUp));
        this.clients = new Clients(world);
        tale.add(world.odds().toString());
    }

    int steps() {
        return steps;
    }

    /**
     * Lives through all of it.
     *
     * @throws Violation when something does not hold that must
     */
    void live() {
        int wanted = STEPS_MIN + random.nextInt(STEPS_MORE);
        while (steps < wanted) {
            step();
            check();
        }
        new Aftermath(world, machines, clients).settle();
    }

    /** Somebody is in the middle of something, and others go first. */
    private void holdUp() {
        if (depth < DEPTH_MAX) {
            depth++;
            try {
                for (int more = random.nextInt(3); more >= 0; more--) {
                    step();
                }
            } finally {
                depth--;
            }
        }
    }

    private void step() {
        steps++;
        world.time().pass(random.nextInt(6));
        Machine machine = machines.get(random.nextInt(machines.size()));
        Node node = machine.node();
        int what = random.nextInt(110);
        if (node == null) {
            if (what < 20) {
                machine.start();
            }
            return;
        }
        try {
            if (what < 30) {
                clients.sendNew(machine.name(), node);
            } else if (what < 36) {
                clients.sendAgain(machine.name(), node);
            } else if (what < 40) {
                node.decideAhead();
            } else if (what < 60) {
                if (node.isLineReady()) {
                    node.stepLine();
                }
            } else if (what < 84) {
                Follower follower = any(node.followers());
                if (follower.isReady()) {
                    follower.step();
                }
            } else if (what < 88) {
                operate(machine, any(node.followers()));
            } else if (what < 92) {
                read(any(node.followers()));
            } else if (what < 96) {
                node.feed().advance(world.book().head().position());
            } else if (what < 98) {
                resolve();
            } else if (what < 100) {
                accident(machine);
            } else if (node.relaying().isReady()) {
                node.relaying().step();
            }
        } catch (Crash crash) {
            machine.crash();
        }
    }

    /** An operator has a look at what is parked. */
    private void operate(Machine machine, Follower follower) {
        var parked = follower.disk().parked();
        if (parked.isEmpty() || follower.isBusy()) {
            return;
        }
        var entity = parked.get(random.nextInt(parked.size())).entity();
        boolean skip = random.nextInt(3) == 0;
        if (skip) {
            world.tale().count(Fault.SKIPPED);
        }
        world.tale().add(machine.name() + (skip ? " skips " : " retries ") + entity);
        follower.retry(entity, skip);
    }

    /** Somebody reads who has to see what was acknowledged. */
    private void read(Follower follower) {
        long wanted = clients.acknowledged();
        if (follower.reaches(wanted)) {
            require(
                    Invariant.A_READ_SHOWS_WHAT_IT_WAITED_FOR,
                    follower.disk().position() >= wanted,
                    "waited for " + wanted + ", shown " + follower.disk().position());
        }
    }

    private void resolve() {
        if (world.book().isInDoubt()) {
            boolean committed = random.nextBoolean();
            world.tale().add("the commit in doubt " + (committed ? "stands" : "never was"));
            world.book().resolve(committed);
        }
    }

    private void accident(Machine machine) {
        if (random.nextInt(4) == 0) {
            world.tale().count(Fault.LEASE_LOST);
            world.tale().add("whoever relays has been silent for too long");
            world.broker().endLease();
        } else if (random.nextBoolean()) {
            long millis = random.nextInt(-20_000, 20_000);
            world.tale().count(Fault.CLOCK_JUMP);
            world.tale().add("the clock of " + machine.name() + " jumps by " + millis + " ms");
            machine.clock().jump(millis);
        } else if (random.nextInt(3) == 0 && world.odds().crash() > 0) {
            world.tale().count(Fault.CRASH);
            world.tale().add(machine.name() + " CRASH");
            machine.crash();
        }
    }

    /** What is cheap enough to look at after every step. */
    private void check() {
        clients.report();
        for (Machine machine : machines) {
            Node node = machine.node();
            if (node != null) {
                node.followers().forEach(History::requireNoPromise);
                requireNoPromise(node.relaying());
            }
        }
    }

    /** A view does not say that it is further than what it shows. */
    private static void requireNoPromise(Follower follower) {
        long said = follower.view().applied().position();
        require(
                Invariant.A_READ_SHOWS_WHAT_IT_WAITED_FOR,
                said <= follower.disk().position(),
                follower.name() + " is at " + follower.disk().position() + " and says " + said);
    }

    private void requireNoPromise(Relaying relaying) {
        require(
                Invariant.THE_RELAY_SAYS_NO_MORE_THAN_IT_DID,
                relaying.published() <= world.broker().complete(),
                relaying.published() + " of " + world.broker().complete());
    }

    private <T> T any(List<T> some) {
        return some.get(random.nextInt(some.size()));
    }

    /** The nodes that run. */
    static List<Node> running(List<Machine> machines) {
        return new ArrayList<>(
                machines.stream().map(Machine::node).filter(Objects::nonNull).toList());
    }
}
