package dev.daybook.kafka;

/** What a registry says to a schema. */
public sealed interface Registration {

    /** It has it, under this number. */
    record Registered(int id) implements Registration {}

    /**
     * It will not have it.
     *
     * @param code the registry's own code for the reason, such as {@code 409}
     * @param message what it says about it, cut to a bearable length
     */
    record Refused(String code, String message) implements Registration {}
}
