package dev.daybook.server.security;

import org.jspecify.annotations.Nullable;

import java.util.Locale;

/** What someone is to the bank. */
public enum Role {
    /** Owns accounts: sees them, and moves money from them. */
    CUSTOMER,
    /** Carries out what customers ask for at the counter. */
    TELLER,
    /** Helps customers: sees everything of accounts, changes nothing. */
    SUPPORT,
    /** Proves what was done: reads all, and the record itself. */
    AUDITOR,
    /** Learns from the numbers: searches, and looks at views. */
    ANALYST,
    /** Keeps the service running: views, parked events, freezes. */
    OPERATOR,
    /** All of this. */
    ADMIN;

    /** The name in tokens. */
    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** The role of that name, or null. */
    public static @Nullable Role of(String word) {
        for (Role role : values()) {
            if (role.word().equals(word)) {
                return role;
            }
        }
        return null;
    }
}
