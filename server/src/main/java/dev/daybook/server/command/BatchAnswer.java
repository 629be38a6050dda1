package dev.daybook.server.command;

import com.fasterxml.jackson.annotation.JsonInclude;

import dev.daybook.banking.model.BankingCommand;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.BankingState;
import dev.daybook.banking.model.Identifiers;
import dev.daybook.engine.command.Outcome;
import dev.daybook.engine.commit.Receipt;
import dev.daybook.server.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.util.UUID;

/**
 * The answer to one line of a batch.
 *
 * @param status {@code committed}, {@code rejected} or, when the store failed, {@code unknown}
 * @param command null when the line never became a command
 * @param id of what the command made or changed
 */
@JsonInclude(JsonInclude.Include.NON_NULL)
record BatchAnswer(
        @JsonInclude(JsonInclude.Include.ALWAYS) @Nullable String key,
        String status,
        @Nullable UUID command,
        @Nullable Long position,
        @Nullable String id,
        @Nullable Boolean replayed,
        @Nullable Problem problem) {

    static BatchAnswer of(
            @Nullable String key,
            BankingCommand command,
            Receipt<BankingState, BankingEvent> receipt) {
        Boolean replayed = receipt.replayed() ? true : null;
        return switch (receipt.outcome()) {
            case Outcome.Committed _ ->
                    new BatchAnswer(
                            key,
                            "committed",
                            receipt.command(),
                            receipt.position(),
                            id(command, receipt.command(), receipt.replayed()),
                            replayed,
                            null);
            case Outcome.Rejected rejected ->
                    new BatchAnswer(
                            key,
                            "rejected",
                            receipt.command(),
                            receipt.position(),
                            null,
                            replayed,
                            Problem.rejected(rejected));
        };
    }

    /** Nothing was done. */
    static BatchAnswer refused(@Nullable String key, Problem problem) {
        return new BatchAnswer(key, "rejected", null, null, null, null, problem);
    }

    /** It may have been done; the same key tells. */
    static BatchAnswer unknown(@Nullable String key, Problem problem) {
        return new BatchAnswer(key, "unknown", null, null, null, null, problem);
    }

    /**
     * @param id the identifier of the command, which names what it made
     * @param replayed true when {@code command} is a repetition, so that an identifier which was
     *     made for it is not the one that counts
     */
    private static String id(BankingCommand command, UUID id, boolean replayed) {
        return switch (command) {
            case BankingCommand.OpenAccount open ->
                    replayed && open.account().startsWith(CommandTypes.MADE_ACCOUNT)
                            ? CommandTypes.MADE_ACCOUNT + id
                            : open.account();
            case BankingCommand.Deposit _,
                    BankingCommand.Withdraw _,
                    BankingCommand.Transfer _,
                    BankingCommand.PostTransaction _,
                    BankingCommand.ReverseTransaction _,
                    BankingCommand.CaptureHold _,
                    BankingCommand.ClearPendingCredit _ ->
                    id.toString();
            case BankingCommand.PlaceHold place -> Identifiers.part(place.account(), id);
            case BankingCommand.AddPendingCredit add -> Identifiers.part(add.account(), id);
            case BankingCommand.ReleaseHold release -> release.hold();
            case BankingCommand.ExpireHold expire -> expire.hold();
            case BankingCommand.ReturnPendingCredit returned -> returned.credit();
            case BankingCommand.AuthorizeUser change -> change.account();
            case BankingCommand.RevokeUser change -> change.account();
            case BankingCommand.FreezeAccount change -> change.account();
            case BankingCommand.UnfreezeAccount change -> change.account();
            case BankingCommand.CloseAccount change -> change.account();
            case BankingCommand.ReopenAccount change -> change.account();
            case BankingCommand.ChangeOverdraftLimit change -> change.account();
        };
    }
}
