package dev.daybook.server.command;

import static org.springframework.http.MediaType.APPLICATION_JSON_VALUE;

import dev.daybook.server.answer.HoldBody;
import dev.daybook.server.answer.PendingCreditBody;
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

/** What is promised and not posted: holds, and credits that are still to come. */
@Tag(name = "Holds and pending credits")
@RestController
final class PromiseCommands {

    private final CommandAnswers answers;

    PromiseCommands(CommandAnswers answers) {
        this.answers = answers;
    }

    @Operation(summary = "Set an amount aside")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/accounts/{id}/holds", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<HoldBody> hold(
            @PathVariable String id,
            @RequestBody CommandBody.Hold body,
            HttpServletRequest request,
            Caller caller) {
        return answers.answer(
                CommandTypes.PLACE_HOLD,
                List.of(id),
                body,
                request,
                caller,
                HttpStatus.CREATED,
                Settled::hold);
    }

    @Operation(summary = "Let a hold go")
    @PostMapping(path = "/v1/holds/{id}/release", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<HoldBody> release(
            @PathVariable String id,
            @RequestBody CommandBody.Plain body,
            HttpServletRequest request,
            Caller caller) {
        return answers.answer(
                CommandTypes.RELEASE_HOLD,
                List.of(id),
                body,
                request,
                caller,
                HttpStatus.OK,
                Settled::hold);
    }

    @Operation(summary = "A check was deposited: announce the money")
    @ResponseStatus(HttpStatus.CREATED)
    @PostMapping(path = "/v1/accounts/{id}/pending-credits", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<PendingCreditBody> pendingCredit(
            @PathVariable String id,
            @RequestBody CommandBody.PendingCredit body,
            HttpServletRequest request,
            Caller caller) {
        caller.checkMayUse(id);
        return answers.answer(
                CommandTypes.ADD_PENDING_CREDIT,
                List.of(id),
                body,
                request,
                caller,
                HttpStatus.CREATED,
                Settled::pendingCredit);
    }

    @Operation(summary = "The check bounced: the money does not come")
    @PostMapping(path = "/v1/pending-credits/{id}/return", consumes = APPLICATION_JSON_VALUE)
    ResponseEntity<PendingCreditBody> returned(
            @PathVariable String id,
            @RequestBody CommandBody.Plain body,
            HttpServletRequest request,
            Caller caller) {
        return answers.answer(
                CommandTypes.RETURN_PENDING_CREDIT,
                List.of(id),
                body,
                request,
                caller,
                HttpStatus.OK,
                Settled::pendingCredit);
    }
}
