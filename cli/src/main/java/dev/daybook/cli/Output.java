package dev.daybook.cli;

import static java.util.Objects.requireNonNull;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Model.CommandSpec;

import java.io.PrintWriter;

/** Where a command writes what it was asked for. */
final class Output {

    private Output() {}

    static PrintWriter of(@Nullable CommandSpec spec) {
        return requireNonNull(spec, "picocli gives every command its spec").commandLine().getOut();
    }

    /** For progress and remarks, which are no part of the answer. */
    static PrintWriter remarks(@Nullable CommandSpec spec) {
        return requireNonNull(spec, "picocli gives every command its spec").commandLine().getErr();
    }
}
