package dev.daybook.cli;

import dev.daybook.cli.client.DaybookClient;
import dev.daybook.cli.demo.DemoBank;
import dev.daybook.server.DaybookServer;
import dev.daybook.server.bank.Settings;
import dev.daybook.server.security.Role;

import picocli.CommandLine.Command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/**
 * Runs a bank in a directory that is thrown away, so that the JVM can note what it loads and
 * compiles. The launcher does this once a build, and every start after it is quicker.
 */
@Command(
        name = "warm-up",
        hidden = true,
        description = "Runs a bank for some seconds and throws it away.")
final class WarmUpCommand implements Callable<Integer> {

    private static final List<String> READS =
            List.of(
                    "/v1/book",
                    "/v1/views",
                    "/v1/accounts?limit=20",
                    "/v1/transactions?q=rent&facets=kind&limit=20",
                    "/v1/journal?limit=100");

    @Override
    public Integer call() throws IOException {
        Path directory = Files.createTempDirectory("daybook-warm-up");
        try (DaybookServer server = DaybookServer.start(Settings.local(directory, 0));
                DaybookClient client =
                        new DaybookClient(
                                server.address(),
                                Connection.localTokens(directory, "warm-up", Role.ADMIN))) {
            new DemoBank(client, directory).fill();
            READS.forEach(client::get);
        } finally {
            delete(directory);
        }
        return 0;
    }

    private static void delete(Path directory) throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            for (Path each : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(each);
            }
        }
    }
}
