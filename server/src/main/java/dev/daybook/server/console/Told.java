package dev.daybook.server.console;

import dev.daybook.server.query.AuditTrail.StepBody;

import java.util.List;

/** A step, and what of the account it changed. */
public record Told(StepBody step, List<Change> changes) {}
