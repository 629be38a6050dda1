package dev.daybook.engine.commit;

import java.util.concurrent.CompletableFuture;

/** A command that was taken in, and whoever waits for its answer. */
record Waiting<C, S, E>(Submission<C> submission, CompletableFuture<Receipt<S, E>> answer) {}
