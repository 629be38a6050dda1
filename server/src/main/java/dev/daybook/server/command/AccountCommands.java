package dev.daybook.server.command;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import dev.daybook.server.answer.AccountBody;
import dev.daybook.server.security.Caller;

import io.swagger.v3.oas.annotations.Operation;
import io.swagger.v3.oas.annotations.tags.Tag;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.DeleteMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.PutMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.ResponseStatus;
import org.springframework.web.bind.annotation.RestController;

import java.util.List;

/** Opens accounts and changes what they are. */
@Tag(name = "Accounts")
@RestController
final class AccountCommands {

    private final CommandAnswers answers;

    AccountCommands(CommandAnswers answers) {
        this.answers = answers;
    }

    @Operation(summary = "Open an account")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/accounts", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<AccountBody> open(
            @RequestBody CommandBody.OpenAccount body, HttpServletRequest request, Caller caller) {
        return answers.answer(
                CommandTypes.OPEN_ACCOUNT,
                List.of(),
                body,
                request,
                caller,
                HttpStatus.CREATED,
                Settled::account);
    }

    @Operation(summary = "Let someone act on an account, or change as what")
    @PutMapping(
            path = "/v1/accounts/{id}/authorized-users/{user}",
            consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<AccountBody> authorize(
            @PathVariable String id,
            @PathVariable String user,
            @RequestBody CommandBody.AuthorizedUser body,
            HttpServletRequest request,
            Caller caller) {
        return change(CommandTypes.AUTHORIZE_USER, List.of(id, user), body, request, caller);
    }

    @Operation(
            summary = "Let someone no longer act on an account",
            description = "The reason may come in the header Daybook-Reason instead of a body.")
    @DeleteMapping("/v1/accounts/{id}/authorized-users/{user}")
    ResponseEntity<AccountBody> revoke(
            @PathVariable String id,
            @PathVariable String user,
            @RequestBody(required = false) CommandBody.@Nullable Plain body,
            HttpServletRequest request,
            Caller caller) {
        CommandBody.Plain given = body == null ? new CommandBody.Plain(null) : body;
        return change(CommandTypes.REVOKE_USER, List.of(id, user), given, request, caller);
    }

    @Operation(summary = "Stop debits, credits, or both")
    @PostMapping(path = "/v1/accounts/{id}/freeze", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<AccountBody> freeze(
            @PathVariable String id,
            @RequestBody CommandBody.Freeze body,
            HttpServletRequest request,
            Caller caller) {
        return change(CommandTypes.FREEZE, List.of(id), body, request, caller);
    }

    @Operation(summary = "Let debits, credits, or both happen again")
    @PostMapping(path = "/v1/accounts/{id}/unfreeze", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<AccountBody> unfreeze(
            @PathVariable String id,
            @RequestBody CommandBody.Freeze body,
            HttpServletRequest request,
            Caller caller) {
        return change(CommandTypes.UNFREEZE, List.of(id), body, request, caller);
    }

    @Operation(summary = "Close an account whose balance is zero")
    @PostMapping(path = "/v1/accounts/{id}/close", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<AccountBody> close(
            @PathVariable String id,
            @RequestBody CommandBody.Plain body,
            HttpServletRequest request,
            Caller caller) {
        return change(CommandTypes.CLOSE, List.of(id), body, request, caller);
    }

    @Operation(summary = "Open a closed account again")
    @PostMapping(path = "/v1/accounts/{id}/reopen", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<AccountBody> reopen(
            @PathVariable String id,
            @RequestBody CommandBody.Plain body,
            HttpServletRequest request,
            Caller caller) {
        return change(CommandTypes.REOPEN, List.of(id), body, request, caller);
    }

    @Operation(summary = "Change how far the balance may go below zero")
    @PutMapping(path = "/v1/accounts/{id}/overdraft-limit", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<AccountBody> overdraftLimit(
            @PathVariable String id,
            @RequestBody CommandBody.OverdraftLimit body,
            HttpServletRequest request,
            Caller caller) {
        return change(CommandTypes.CHANGE_OVERDRAFT_LIMIT, List.of(id), body, request, caller);
    }

    private <B extends CommandBody> ResponseEntity<AccountBody> change(
            CommandType<B> type,
            List<String> path,
            B body,
            HttpServletRequest request,
            Caller caller) {
        return answers.answer(type, path, body, request, caller, HttpStatus.OK, Settled::account);
    }
}
