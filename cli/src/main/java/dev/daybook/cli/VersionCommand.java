package dev.daybook.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code version}. */
@Command(name = "version", header = "Prints the version of Daybook and of Java.")
final class VersionCommand implements Runnable {

    @Spec private @Nullable CommandSpec spec;

    @Override
    public void run() {
        String version = VersionCommand.class.getPackage().getImplementationVersion();
        Output.of(spec)
                .println(
                        "Daybook "
                                + (version == null ? "0.1.0-SNAPSHOT" : version)
                                + " on Java "
                                + Runtime.version());
    }
}
