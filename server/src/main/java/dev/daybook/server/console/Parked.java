package dev.daybook.server.console;

import dev.daybook.server.operate.ViewControl.ParkedItem;

import java.util.List;

/** What is parked in a view. */
public record Parked(String view, List<ParkedItem> items) {}
