package dev.daybook.bench.measure;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadInfo;
import java.lang.management.ThreadMXBean;
import java.time.Duration;

/** How much processor time has been used. Zero where the system does not tell. */
public final class Processors {

    private Processors() {}

    /** All threads of this JVM so far. */
    public static Duration jvm() {
        return used(ProcessHandle.current());
    }

    /**
     * A process and those it started, as long as they live. What ended is not in it, so that two
     * readings compare only while the same processes work.
     */
    public static Duration tree(long pid) {
        return ProcessTree.of(pid).map(Processors::used).reduce(Duration.ZERO, Duration::plus);
    }

    /** One process, without those it started. */
    public static Duration process(long pid) {
        return ProcessHandle.of(pid).map(Processors::used).orElse(Duration.ZERO);
    }

    /** The threads of this JVM that bear a name. */
    public static Duration threads(String name) {
        ThreadMXBean threads = ManagementFactory.getThreadMXBean();
        if (!threads.isThreadCpuTimeSupported()) {
            return Duration.ZERO;
        }
        long nanos = 0;
        for (ThreadInfo thread : threads.getThreadInfo(threads.getAllThreadIds())) {
            if (thread != null && thread.getThreadName().equals(name)) {
                nanos += Math.max(0, threads.getThreadCpuTime(thread.getThreadId()));
            }
        }
        return Duration.ofNanos(nanos);
    }

    private static Duration used(ProcessHandle process) {
        return process.info().totalCpuDuration().orElse(Duration.ZERO);
    }
}
