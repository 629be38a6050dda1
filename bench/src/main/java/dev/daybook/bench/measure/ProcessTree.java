package dev.daybook.bench.measure;

import java.util.stream.Stream;

/** A process and all that it started, as far as they live. */
final class ProcessTree {

    private ProcessTree() {}

    static Stream<ProcessHandle> of(long pid) {
        return ProcessHandle.of(pid).stream()
                .flatMap(root -> Stream.concat(Stream.of(root), root.descendants()));
    }
}
