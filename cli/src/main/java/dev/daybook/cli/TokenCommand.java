package dev.daybook.cli;

import dev.daybook.cli.client.Json;
import dev.daybook.cli.terminal.Complaint;
import dev.daybook.server.security.LocalTokens;
import dev.daybook.server.security.Role;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/** {@code token}. */
@Command(
        name = "token",
        header = "Prints a bearer token for a local instance.",
        description = {
            "It is signed with the key in the data directory, which is made when there is none.",
            "Roles: customer (its own accounts only, named by --account), teller, support, auditor,"
                    + " analyst, operator, admin."
        })
final class TokenCommand implements Callable<Integer> {

    @Spec private @Nullable CommandSpec spec;

    @Option(
            names = "--actor",
            required = true,
            paramLabel = "NAME",
            description = "Who the token stands for; every change records it.")
    private String actor = "";

    @Option(
            names = "--roles",
            required = true,
            split = ",",
            paramLabel = "ROLE",
            description = "One or more, separated by commas.")
    private List<String> roles = List.of();

    @Option(
            names = "--account",
            paramLabel = "ID",
            description = "An account of a customer; may be given more than once.")
    private List<String> accounts = List.of();

    @Option(
            names = "--ttl",
            paramLabel = "TIME",
            defaultValue = "8h",
            description = "How long it holds, such as 15m, 8h or 30d; default: ${DEFAULT-VALUE}.")
    private String ttl = "8h";

    @Option(
            names = "--data",
            paramLabel = "DIR",
            description = "The data directory; default: data beside the launcher.")
    private @Nullable Path data;

    @Option(names = "--json", description = "Prints the token and what it says as JSON.")
    private boolean json;

    @Override
    public Integer call() {
        List<Role> known = roles.stream().map(TokenCommand::role).toList();
        if (known.contains(Role.CUSTOMER) && accounts.isEmpty()) {
            throw new Complaint(
                    "A customer without an account sees nothing.",
                    "Name one with --account ID, or more.");
        }
        Duration life = Span.parse(ttl);
        Path directory = DataDirectory.of(data);
        String token;
        try {
            token = LocalTokens.of(directory).create(actor, known, accounts, life);
        } catch (IllegalArgumentException wrong) {
            throw new Complaint(
                    String.valueOf(wrong.getMessage()), "See `./daybook token --help`.", wrong);
        } catch (UncheckedIOException unreadable) {
            throw new Complaint(
                    "The signing key in " + directory + " cannot be read or made.",
                    "Look who owns the directory, or name another with --data.",
                    unreadable);
        }
        if (json) {
            ObjectNode answer =
                    Json.object().put("token", token).put("actor", actor).put("ttl", ttl);
            ArrayNode roleWords = answer.putArray("roles");
            known.forEach(role -> roleWords.add(role.word()));
            Output.of(spec).println(Json.pretty(answer));
        } else {
            Output.of(spec).println(token);
        }
        return 0;
    }

    private static Role role(String word) {
        Role role = Role.of(word.strip());
        if (role == null) {
            throw new Complaint(
                    "There is no role '" + word + "'.",
                    "Roles are "
                            + Arrays.stream(Role.values())
                                    .map(Role::word)
                                    .collect(Collectors.joining(", "))
                            + ".");
        }
        return role;
    }
}
