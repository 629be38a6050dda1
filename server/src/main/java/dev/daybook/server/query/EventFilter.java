package dev.daybook.server.query;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.engine.event.EntityId;
import dev.daybook.engine.event.EventCatalog;
import dev.daybook.engine.event.EventType;
import dev.daybook.engine.journal.RecordedEvent;
import dev.daybook.server.http.Given;
import dev.daybook.server.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Which events of the journal are wanted.
 *
 * @param entity those about one entity; null for any
 * @param types those of these types; empty for any
 */
public record EventFilter(@Nullable EntityId entity, Set<String> types) {

    /**
     * @param entity {@code account:…}, {@code transaction:…}, or the identifier of either
     * @param type names of types, separated by commas
     */
    public static EventFilter of(
            @Nullable String entity, @Nullable String type, EventCatalog<BankingEvent> catalog) {
        return new EventFilter(
                entity == null ? null : entity(entity),
                type == null ? Set.of() : types(type, catalog));
    }

    public boolean fits(RecordedEvent event) {
        return (entity == null || entity.equals(event.entity()))
                && (types.isEmpty() || types.contains(event.type()));
    }

    private static EntityId entity(String text) {
        String account = strip(text, Identifiers.ACCOUNT);
        String transaction = strip(text, Identifiers.TRANSACTION);
        UUID id = Given.uuidOrNull(transaction == null ? text : transaction);
        if (id != null && account == null) {
            return Identifiers.transaction(id);
        }
        String name = account == null ? text : account;
        if (transaction != null || !Identifiers.isAccount(name)) {
            throw ProblemException.validation(
                    "entity", "'entity' is an account or a transaction, such as account:a-1.");
        }
        return Identifiers.account(name);
    }

    private static @Nullable String strip(String text, String kind) {
        return text.startsWith(kind + ":") ? text.substring(kind.length() + 1) : null;
    }

    private static Set<String> types(String text, EventCatalog<BankingEvent> catalog) {
        Set<String> known =
                catalog.types().stream().map(EventType::name).collect(Collectors.toSet());
        Set<String> types = Set.copyOf(java.util.List.of(text.split(",")));
        if (!known.containsAll(types)) {
            throw ProblemException.validation(
                    "type",
                    "There is no such event type. There are: "
                            + known.stream().sorted().collect(Collectors.joining(", "))
                            + ".");
        }
        return types;
    }
}
