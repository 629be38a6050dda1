package dev.daybook.simulation;

import dev.daybook.engine.journal.StorageException;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Where a node runs, stops and runs again: a wall clock and disks that outlive it. */
final class Machine {

    private final String name;
    private final World world;
    private final Runnable others;
    private final VirtualTime.WallClock clock;
    private final Map<String, ViewDisk> disks = new LinkedHashMap<>();
    private @Nullable Calls calls;
    private @Nullable Node node;
    private boolean starting;

    /**
     * @param others lets somebody else take a step
     */
    Machine(String name, World world, Runnable others) {
        this.name = name;
        this.world = world;
        this.others = others;
        this.clock = world.time().new WallClock();
        world.views().forEach(view -> disks.put(view.name(), new ViewDisk(world.book())));
    }

    String name() {
        return name;
    }

    VirtualTime.WallClock clock() {
        return clock;
    }

    ViewDisk disk(String view) {
        ViewDisk disk = disks.get(view);
        if (disk == null) {
            throw new IllegalArgumentException("There is no view '" + view + "'.");
        }
        return disk;
    }

    List<ViewDisk> disks() {
        return new ArrayList<>(disks.values());
    }

    /** The node that runs here, or null. */
    @Nullable Node node() {
        return node;
    }

    /** Starts a node; it may fail, and is started again some time. */
    void start() {
        if (starting) {
            return; // held up in the middle of it; a machine never runs two nodes
        }
        starting = true;
        Calls connection = new Calls(name, world, others);
        calls = connection;
        try {
            node = new Node(this, connection, world);
            world.tale().add(name + " starts");
        } catch (StorageException failed) {
            world.tale().add(name + " cannot start");
        } catch (Crash crash) {
            world.tale().add(name + " crashes while starting");
        } finally {
            starting = false;
        }
    }

    /** The node is gone, wherever it was. */
    void crash() {
        if (calls != null) {
            calls.cut();
        }
        world.broker().release(name); // with the connection that held it
        if (node == null) {
            return;
        }
        node = null;
        if (world.random().nextBoolean()) {
            for (ViewDisk disk : disks.values()) {
                if (disk.loseNewest(world.random())) {
                    world.tale().count(Fault.VIEW_WRITES_LOST);
                    world.tale().add(name + " has a view at " + disk.position() + " again");
                }
            }
        }
    }
}
