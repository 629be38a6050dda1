package dev.daybook.server.security;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Codes that stand for somebody who may sign in, once: they go into a link, where a token with its
 * long life would be kept by the browser's history. They are kept in memory and end with the
 * process.
 */
@Component
public final class SignInCodes {

    /** How long a code can be used. */
    public static final Duration TTL = Duration.ofMinutes(15);

    /** Codes that can be used at once. */
    static final int CODES_MAX = 1_000;

    private static final int CODE_BYTES = 16;

    private final SecureRandom random = new SecureRandom();
    private final InstantSource clock;
    private final Map<String, Open> open = new ConcurrentHashMap<>();

    /** By the clock of the system. */
    @org.springframework.beans.factory.annotation.Autowired
    SignInCodes() {
        this(InstantSource.system());
    }

    SignInCodes(InstantSource clock) {
        this.clock = clock;
    }

    /** Who signs in with a code. */
    public record Identity(String actor, Set<Role> roles, List<String> accounts) {

        public Identity {
            roles = Set.copyOf(roles);
            accounts = List.copyOf(accounts);
        }
    }

    private record Open(Identity identity, Instant until) {}

    /**
     * A code of 22 characters.
     *
     * @throws IllegalStateException when {@value #CODES_MAX} are open already
     */
    public String create(String actor, Collection<Role> roles, Collection<String> accounts) {
        Instant now = clock.instant();
        if (open.size() >= CODES_MAX) {
            open.values().removeIf(each -> !now.isBefore(each.until));
        }
        if (open.size() >= CODES_MAX) {
            throw new IllegalStateException("Too many codes to sign in with are open.");
        }
        byte[] bytes = new byte[CODE_BYTES];
        random.nextBytes(bytes);
        String code = Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        open.put(
                code,
                new Open(
                        new Identity(actor, Set.copyOf(roles), List.copyOf(accounts)),
                        now.plus(TTL)));
        return code;
    }

    /** Who a code stands for; null when there is none such, or no longer. */
    public @Nullable Identity look(String code) {
        Open found = open.get(code);
        return found != null && clock.instant().isBefore(found.until) ? found.identity : null;
    }

    /** Uses a code; null when there is none such, or no longer. */
    public @Nullable Identity use(String code) {
        Open found = open.remove(code);
        return found != null && clock.instant().isBefore(found.until) ? found.identity : null;
    }
}
