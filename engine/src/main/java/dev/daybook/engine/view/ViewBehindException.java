package dev.daybook.engine.view;

/**
 * A view did not reach the wanted position in time. It would have shown old data, and does not
 * pretend otherwise.
 */
public final class ViewBehindException extends RuntimeException {

    private static final long serialVersionUID = 1;

    private final String view;
    private final long wanted;
    private final long reached;

    public ViewBehindException(String view, long wanted, long reached) {
        super(
                "The view '"
                        + view
                        + "' is at position "
                        + reached
                        + " and has not reached "
                        + wanted
                        + " yet. Nothing is lost; try again in a moment.");
        this.view = view;
        this.wanted = wanted;
        this.reached = reached;
    }

    public String view() {
        return view;
    }

    public long wanted() {
        return wanted;
    }

    public long reached() {
        return reached;
    }
}
