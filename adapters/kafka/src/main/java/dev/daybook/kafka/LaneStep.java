package dev.daybook.kafka;

/** What a record is to someone who has followed its lane up to a position. */
enum LaneStep {
    /** What comes next. */
    NEXT,

    /** It has been here, and changes nothing. */
    REPEAT,

    /** Something between the position and the record is missing. */
    GAP;

    /**
     * @param at up to here the lane has been followed
     */
    static LaneStep of(long at, LaneRecord record) {
        if (record.position() <= at) {
            return REPEAT;
        }
        // The position may be past the last event of the lane, as watermarks move it too.
        return record.previous() > at ? GAP : NEXT;
    }
}
