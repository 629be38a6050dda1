package dev.daybook.server.command;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import dev.daybook.server.answer.TransactionBody;
import dev.daybook.server.http.Given;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;

import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Moves money: what these post is a transaction, and that is what they answer. */
@Tag(name = "Transactions")
@RestController
final class MoneyCommands {

    private final CommandAnswers answers;

    MoneyCommands(CommandAnswers answers) {
        this.answers = answers;
    }

    @Operation(summary = "Deposit")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/accounts/{id}/deposits", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<TransactionBody> deposit(
            @PathVariable String id,
            @RequestBody CommandBody.Cash body,
            HttpServletRequest request,
            Caller caller) {
        return post(CommandTypes.DEPOSIT, List.of(id), body, request, caller);
    }

    @Operation(summary = "Withdraw")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/accounts/{id}/withdrawals", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<TransactionBody> withdraw(
            @PathVariable String id,
            @RequestBody CommandBody.Cash body,
            HttpServletRequest request,
            Caller caller) {
        return post(CommandTypes.WITHDRAW, List.of(id), body, request, caller);
    }

    @Operation(summary = "Transfer from one account to another")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/transfers", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<TransactionBody> transfer(
            @RequestBody CommandBody.Transfer body, HttpServletRequest request, Caller caller) {
        caller.checkMayUse(Given.required("from", body.from()));
        return post(CommandTypes.TRANSFER, List.of(), body, request, caller);
    }

    @Operation(
            summary = "Post a transaction of any legs",
            description = "The amounts are signed; in each currency they sum to zero.")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/transactions", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<TransactionBody> transaction(
            @RequestBody CommandBody.PostTransaction body,
            HttpServletRequest request,
            Caller caller) {
        return post(CommandTypes.POST_TRANSACTION, List.of(), body, request, caller);
    }

    @Operation(summary = "Take a transaction back by posting its opposite")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/transactions/{id}/reversal", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<TransactionBody> reverse(
            @PathVariable String id,
            @RequestBody CommandBody.Plain body,
            HttpServletRequest request,
            Caller caller) {
        return post(CommandTypes.REVERSE_TRANSACTION, List.of(id), body, request, caller);
    }

    @Operation(summary = "Debit a hold, or a part of it; the rest becomes available again")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/holds/{id}/capture", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<TransactionBody> capture(
            @PathVariable String id,
            @RequestBody CommandBody.Capture body,
            HttpServletRequest request,
            Caller caller) {
        return post(CommandTypes.CAPTURE_HOLD, List.of(id), body, request, caller);
    }

    @Operation(summary = "A pending credit has come: post it")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/pending-credits/{id}/clear", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<TransactionBody> clear(
            @PathVariable String id,
            @RequestBody CommandBody.Plain body,
            HttpServletRequest request,
            Caller caller) {
        return post(CommandTypes.CLEAR_PENDING_CREDIT, List.of(id), body, request, caller);
    }

    private <B extends CommandBody> ResponseEntity<TransactionBody> post(
            CommandType<B> type,
            List<String> path,
            B body,
            HttpServletRequest request,
            Caller caller) {
        return answers.answer(
                type, path, body, request, caller, HttpStatus.CREATED, Settled::transaction);
    }
}
