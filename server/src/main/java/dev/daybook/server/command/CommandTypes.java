package dev.daybook.server.command;

import static dev.daybook.server.http.Given.required;

import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.banking.model.Owner;
import dev.daybook.server.http.Given;
import dev.daybook.server.problem.ProblemException;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** Every type of command that clients may send, once, for single requests and for batches. */
final class CommandTypes {

    /** How the names of accounts begin that came without one. */
    static final String MADE_ACCOUNT = "acc-";

    static final CommandType<CommandBody.OpenAccount> OPEN_ACCOUNT =
            new CommandType<>(
                    "open-account",
                    List.of(),
                    CommandBody.OpenAccount.class,
                    (id, path, body) -> {
                        CommandBody.Owner owner = required("owner", body.owner());
                        return new BankingCommand.OpenAccount(
                                body.id() == null ? MADE_ACCOUNT + id : body.id(),
                                new Owner(
                                        required("owner.reference", owner.reference()),
                                        required("owner.name", owner.name())),
                                required("currency", body.currency()),
                                body.product(),
                                body.overdraftLimit() == null
                                        ? BigDecimal.ZERO
                                        : Given.amount("overdraftLimit", body.overdraftLimit()));
                    });

    static final CommandType<CommandBody.Cash> DEPOSIT =
            new CommandType<>(
                    "deposit",
                    List.of("account"),
                    CommandBody.Cash.class,
                    (id, path, body) ->
                            new BankingCommand.Deposit(
                                    path.getFirst(),
                                    Given.amount("amount", body.amount()),
                                    via(body.via()),
                                    body.description(),
                                    Given.dateOrNull("valueDate", body.valueDate()),
                                    metadata(body.metadata())));

    static final CommandType<CommandBody.Cash> WITHDRAW =
            new CommandType<>(
                    "withdraw",
                    List.of("account"),
                    CommandBody.Cash.class,
                    (id, path, body) ->
                            new BankingCommand.Withdraw(
                                    path.getFirst(),
                                    Given.amount("amount", body.amount()),
                                    via(body.via()),
                                    body.description(),
                                    Given.dateOrNull("valueDate", body.valueDate()),
                                    metadata(body.metadata())));

    static final CommandType<CommandBody.Transfer> TRANSFER =
            new CommandType<>(
                    "transfer",
                    List.of(),
                    CommandBody.Transfer.class,
                    (id, path, body) ->
                            new BankingCommand.Transfer(
                                    required("from", body.from()),
                                    required("to", body.to()),
                                    Given.amount("amount", body.amount()),
                                    body.description(),
                                    Given.dateOrNull("valueDate", body.valueDate()),
                                    metadata(body.metadata())));

    static final CommandType<CommandBody.PostTransaction> POST_TRANSACTION =
            new CommandType<>(
                    "post-transaction",
                    List.of(),
                    CommandBody.PostTransaction.class,
                    (id, path, body) ->
                            new BankingCommand.PostTransaction(
                                    required("kind", body.kind()),
                                    legs(required("legs", body.legs())),
                                    body.description(),
                                    Given.dateOrNull("valueDate", body.valueDate()),
                                    metadata(body.metadata())));

    static final CommandType<CommandBody.Plain> REVERSE_TRANSACTION =
            plain(
                    "reverse-transaction",
                    "id|transaction",
                    id -> {
                        UUID transaction = Given.uuidOrNull(id);
                        if (transaction == null) {
                            throw ProblemException.notFound("There is no such transaction.");
                        }
                        return new BankingCommand.ReverseTransaction(transaction);
                    });

    static final CommandType<CommandBody.Hold> PLACE_HOLD =
            new CommandType<>(
                    "place-hold",
                    List.of("account"),
                    CommandBody.Hold.class,
                    (id, path, body) ->
                            new BankingCommand.PlaceHold(
                                    path.getFirst(),
                                    Given.amount("amount", body.amount()),
                                    Given.instantOrNull("expiresAt", body.expiresAt())));

    static final CommandType<CommandBody.Capture> CAPTURE_HOLD =
            new CommandType<>(
                    "capture-hold",
                    List.of("id|hold"),
                    CommandBody.Capture.class,
                    (id, path, body) ->
                            new BankingCommand.CaptureHold(
                                    path.getFirst(),
                                    Given.amountOrNull("amount", body.amount()),
                                    via(body.via())));

    static final CommandType<CommandBody.Plain> RELEASE_HOLD =
            plain("release-hold", "id|hold", BankingCommand.ReleaseHold::new);

    static final CommandType<CommandBody.PendingCredit> ADD_PENDING_CREDIT =
            new CommandType<>(
                    "add-pending-credit",
                    List.of("account"),
                    CommandBody.PendingCredit.class,
                    (id, path, body) ->
                            new BankingCommand.AddPendingCredit(
                                    path.getFirst(),
                                    Given.amount("amount", body.amount()),
                                    via(body.via()),
                                    body.description()));

    static final CommandType<CommandBody.Plain> CLEAR_PENDING_CREDIT =
            plain("clear-pending-credit", "id", BankingCommand.ClearPendingCredit::new);

    static final CommandType<CommandBody.Plain> RETURN_PENDING_CREDIT =
            plain("return-pending-credit", "id", BankingCommand.ReturnPendingCredit::new);

    static final CommandType<CommandBody.AuthorizedUser> AUTHORIZE_USER =
            new CommandType<>(
                    "authorize-user",
                    List.of("account", "user"),
                    CommandBody.AuthorizedUser.class,
                    (id, path, body) ->
                            new BankingCommand.AuthorizeUser(
                                    path.getFirst(),
                                    path.getLast(),
                                    required("role", body.role()),
                                    Given.amountOrNull(
                                            "perTransactionLimit", body.perTransactionLimit())));

    static final CommandType<CommandBody.Plain> REVOKE_USER =
            new CommandType<>(
                    "revoke-user",
                    List.of("account", "user"),
                    CommandBody.Plain.class,
                    (id, path, body) ->
                            new BankingCommand.RevokeUser(path.getFirst(), path.getLast()));

    static final CommandType<CommandBody.Freeze> FREEZE =
            new CommandType<>(
                    "freeze",
                    List.of("account"),
                    CommandBody.Freeze.class,
                    (id, path, body) ->
                            new BankingCommand.FreezeAccount(
                                    path.getFirst(), debits(body), credits(body)));

    static final CommandType<CommandBody.Freeze> UNFREEZE =
            new CommandType<>(
                    "unfreeze",
                    List.of("account"),
                    CommandBody.Freeze.class,
                    (id, path, body) ->
                            new BankingCommand.UnfreezeAccount(
                                    path.getFirst(), debits(body), credits(body)));

    static final CommandType<CommandBody.Plain> CLOSE =
            plain("close", "account", BankingCommand.CloseAccount::new);

    static final CommandType<CommandBody.Plain> REOPEN =
            plain("reopen", "account", BankingCommand.ReopenAccount::new);

    static final CommandType<CommandBody.OverdraftLimit> CHANGE_OVERDRAFT_LIMIT =
            new CommandType<>(
                    "change-overdraft-limit",
                    List.of("account"),
                    CommandBody.OverdraftLimit.class,
                    (id, path, body) ->
                            new BankingCommand.ChangeOverdraftLimit(
                                    path.getFirst(), Given.amount("limit", body.limit())));

    private static final Map<String, CommandType<?>> BY_NAME = new LinkedHashMap<>();

    static {
        List.of(
                        OPEN_ACCOUNT,
                        DEPOSIT,
                        WITHDRAW,
                        TRANSFER,
                        POST_TRANSACTION,
                        REVERSE_TRANSACTION,
                        PLACE_HOLD,
                        CAPTURE_HOLD,
                        RELEASE_HOLD,
                        ADD_PENDING_CREDIT,
                        CLEAR_PENDING_CREDIT,
                        RETURN_PENDING_CREDIT,
                        AUTHORIZE_USER,
                        REVOKE_USER,
                        FREEZE,
                        UNFREEZE,
                        CLOSE,
                        REOPEN,
                        CHANGE_OVERDRAFT_LIMIT)
                .forEach(type -> BY_NAME.put(type.name(), type));
    }

    private CommandTypes() {}

    /** The type of that name, or null. */
    static @Nullable CommandType<?> of(String name) {
        return BY_NAME.get(name);
    }

    static java.util.Set<String> names() {
        return BY_NAME.keySet();
    }

    private static CommandType<CommandBody.Plain> plain(
            String name, String path, java.util.function.Function<String, BankingCommand> command) {
        return new CommandType<>(
                name,
                List.of(path),
                CommandBody.Plain.class,
                (id, values, body) -> command.apply(values.getFirst()));
    }

    private static String via(@Nullable String via) {
        return via == null ? Identifiers.CASH : via;
    }

    private static boolean debits(CommandBody.Freeze body) {
        return body.debits() == null ? body.credits() == null : body.debits();
    }

    private static boolean credits(CommandBody.Freeze body) {
        return body.credits() == null ? body.debits() == null : body.credits();
    }

    private static Map<String, String> metadata(@Nullable Map<String, @Nullable String> metadata) {
        Map<String, String> sorted = new TreeMap<>();
        if (metadata != null) {
            metadata.forEach((key, value) -> sorted.put(key, required("metadata", value)));
        }
        return sorted;
    }

    private static List<BankingCommand.Leg> legs(List<CommandBody.@Nullable Leg> given) {
        List<BankingCommand.Leg> legs = new ArrayList<>(given.size());
        for (CommandBody.@Nullable Leg each : given) {
            CommandBody.Leg leg = required("legs", each);
            legs.add(
                    new BankingCommand.Leg(
                            required("legs.account", leg.account()),
                            Given.amount("legs.amount", leg.amount()),
                            leg.currency()));
        }
        return legs;
    }
}
