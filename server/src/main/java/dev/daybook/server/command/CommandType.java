package dev.daybook.server.command;

import dev.daybook.banking.model.BankingCommand;

import java.util.List;
import java.util.UUID;

/**
 * One type of command as clients write it.
 *
 * @param name its stable name
 * @param path what the address of its endpoint names, in order; the fields of a batch line that
 *     stand for it. Alternatives are separated by a bar.
 * @param body the class of its body
 * @param parser makes the command
 */
record CommandType<B extends CommandBody>(
        String name, List<String> path, Class<B> body, Parser<B> parser) {

    /** Makes a command of its body. */
    @FunctionalInterface
    interface Parser<B> {

        /**
         * @param id the identifier that the command will have
         * @param path the values of {@link CommandType#path()}
         * @throws dev.daybook.server.problem.ProblemException when the body cannot be read
         */
        BankingCommand parse(UUID id, List<String> path, B body);
    }
}
