package dev.daybook.engine.view;

import dev.daybook.engine.event.EntityId;

/** A node was asked to work on an entity whose lane another node follows. Nothing was changed. */
public final class LaneElsewhereException extends RuntimeException {

    private static final long serialVersionUID = 1L;

    LaneElsewhereException(String view, EntityId entity) {
        super(
                "Another node follows "
                        + entity
                        + " in the view "
                        + view
                        + " at the moment; ask that one.");
    }
}
