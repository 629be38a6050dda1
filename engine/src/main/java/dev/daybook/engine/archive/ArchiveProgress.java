package dev.daybook.engine.archive;

/** Told how far long work is; called often, and to return at once. */
@FunctionalInterface
public interface ArchiveProgress {

    void step(String what, long done, long total);
}
