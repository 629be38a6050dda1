package dev.daybook.server.command;

import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.server.http.Given;
import dev.daybook.server.problem.Problem;
import dev.daybook.server.problem.ProblemException;
import dev.daybook.server.security.Caller;

import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;

import java.util.List;
import java.util.UUID;

/** Commands that people give on a page. */
@Component
public final class PageCommands {

    private static final String CHANNEL = "console";

    private final CommandGateway gateway;

    PageCommands(CommandGateway gateway) {
        this.gateway = gateway;
    }

    /** A command that was committed: its identifier, and the last position of its events. */
    public record Done(UUID command, long position) {}

    /**
     * Pays from an account of the caller's to another.
     *
     * @param key that of the form, so that to send it twice pays once
     * @throws ProblemException when it is refused, or the form cannot be read as a command
     */
    public Done transfer(CommandBody.Transfer body, @Nullable String key, Caller caller) {
        caller.checkMayUse(Given.required("from", body.from()));
        return carryOut(CommandTypes.TRANSFER, List.of(), body, key, caller);
    }

    /** Announces a credit, such as a check, to an account of the caller's; as above. */
    public Done pendingCredit(
            @Nullable String account,
            CommandBody.PendingCredit body,
            @Nullable String key,
            Caller caller) {
        String to = Given.required("to", account);
        caller.checkMayUse(to);
        return carryOut(CommandTypes.ADD_PENDING_CREDIT, List.of(to), body, key, caller);
    }

    /** Puts money on an account, over the counter; as above. */
    public Done deposit(
            String account, CommandBody.Cash body, @Nullable String key, Caller caller) {
        return carryOut(CommandTypes.DEPOSIT, List.of(account), body, key, caller);
    }

    /** Takes money from an account, over the counter; as above. */
    public Done withdraw(
            String account, CommandBody.Cash body, @Nullable String key, Caller caller) {
        return carryOut(CommandTypes.WITHDRAW, List.of(account), body, key, caller);
    }

    /** Stops payments from an account, to it, or both; as above. */
    public Done freeze(
            String account, CommandBody.Freeze body, @Nullable String key, Caller caller) {
        return carryOut(CommandTypes.FREEZE, List.of(account), body, key, caller);
    }

    /** Lets payments go on that were stopped; as above. */
    public Done unfreeze(
            String account, CommandBody.Freeze body, @Nullable String key, Caller caller) {
        return carryOut(CommandTypes.UNFREEZE, List.of(account), body, key, caller);
    }

    /** What was announced has come; as above. */
    public Done clear(String credit, CommandBody.Plain body, @Nullable String key, Caller caller) {
        return carryOut(CommandTypes.CLEAR_PENDING_CREDIT, List.of(credit), body, key, caller);
    }

    /** What was announced does not come; as above. */
    public Done giveBack(
            String credit, CommandBody.Plain body, @Nullable String key, Caller caller) {
        return carryOut(CommandTypes.RETURN_PENDING_CREDIT, List.of(credit), body, key, caller);
    }

    /** What was reserved is free again; as above. */
    public Done release(String hold, CommandBody.Plain body, @Nullable String key, Caller caller) {
        return carryOut(CommandTypes.RELEASE_HOLD, List.of(hold), body, key, caller);
    }

    private <B extends CommandBody> Done carryOut(
            CommandType<B> type, List<String> path, B body, @Nullable String key, Caller caller) {
        UUID id = gateway.nextId();
        Requested requested = Requested.of(id, type, path, body, "");
        Origin origin = new Origin(caller, CHANNEL, key, null, id.toString(), null, false);
        Receipt<BankingState, BankingEvent> receipt =
                CommandGateway.await(gateway.submit(requested, origin, key));
        return switch (receipt.outcome()) {
            case Outcome.Committed _ -> new Done(receipt.command(), receipt.position());
            case Outcome.Rejected rejected ->
                    throw new ProblemException(Problem.rejected(rejected));
        };
    }
}
