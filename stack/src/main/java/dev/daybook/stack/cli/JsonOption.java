package dev.daybook.stack.cli;

import picocli.CommandLine.Option;

import tools.jackson.databind.json.JsonMapper;

import java.io.PrintWriter;

/** {@code --json}, of every command that prints data. */
final class JsonOption {

    private static final JsonMapper MAPPER = JsonMapper.builder().build();

    @Option(names = "--json", description = "Prints the result as JSON.")
    private boolean json;

    boolean isSet() {
        return json;
    }

    static void print(PrintWriter out, Record result) {
        out.println(MAPPER.writerWithDefaultPrettyPrinter().writeValueAsString(result));
    }
}
