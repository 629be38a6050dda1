package dev.daybook.engine.command;

import dev.daybook.engine.journal.Provenance;

import java.time.Instant;
import java.util.UUID;

/**
 * What a decision knows besides the command and the state.
 *
 * @param command the command's identifier, unique for ever; a domain may use it to name what the
 *     command creates
 * @param at the time of the decision, which becomes the recorded time of its events
 * @param by who asked, and why
 */
public record Context(UUID command, Instant at, Provenance by) {}
