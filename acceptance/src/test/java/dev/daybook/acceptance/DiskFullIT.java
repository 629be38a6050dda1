package dev.daybook.acceptance;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.daybook.testkit.Bank;
import dev.daybook.testkit.DaybookProcess;
import dev.daybook.testkit.Directories;
import dev.daybook.testkit.SmallDisk;

import org.junit.jupiter.api.Test;

import java.nio.file.Files;
import java.nio.file.Path;

/**
 * A disk without room for another byte, under load. Clients are told to try again; when there is
 * room, everything goes on by itself, and nothing that was acknowledged is gone.
 */
class DiskFullIT {

    private static final String SKIPPED =
            "DiskFullIT: SKIPPED, A DISK IS NOT FILLED: only root on Linux can mount a small one.";

    private static final int DISK_MEGABYTES = 400;
    private static final int LEFT_MEGABYTES = 30;

    @Test
    void aFullDiskLosesNothingAndIsOverWhenThereIsRoom() throws Exception {
        boolean canMount = SmallDisk.canMount();
        if (!canMount) {
            System.out.println(SKIPPED);
        }
        assumeTrue(canMount, SKIPPED);
        Path mount = Directories.temporary();
        try (SmallDisk disk = SmallDisk.mount(mount, DISK_MEGABYTES);
                DaybookProcess process = DaybookProcess.startOn(mount.resolve("data"))) {
            Bank bank = new Bank(process);
            TransferLoad load = new TransferLoad(bank);
            Aftermath aftermath = new Aftermath(load);
            load.start(4, bank.api());
            load.awaitAnswered(500);
            Path filler = disk.fill(LEFT_MEGABYTES);
            load.awaitPutOff(20);
            assertThat(process.isRunning()).isTrue();
            System.out.printf("DiskFullIT: full after %d transfers%n", load.answered());
            Files.delete(filler);
            load.awaitAnswered(500);
            load.stop();
            System.out.printf(
                    "DiskFullIT: %d answered, %d put off, the slowest after %d ms%n",
                    load.answered(), load.putOff(), load.slowest().toMillis());
            aftermath.check(bank);
        }
        Directories.delete(mount);
    }
}
