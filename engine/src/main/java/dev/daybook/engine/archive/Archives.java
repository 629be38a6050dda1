package dev.daybook.engine.archive;

/** Opens archives by the name that {@link Archive#place} gave them. */
@FunctionalInterface
public interface Archives {

    /** For whoever knows of no archive. */
    Archives NONE =
            place -> {
                throw new ArchiveException(
                        "The events are in the archive " + place + ", which was not given here.");
            };

    /**
     * @throws ArchiveException when there is no such archive, or no way to it
     */
    Archive open(String place);
}
