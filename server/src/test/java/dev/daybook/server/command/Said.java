package dev.daybook.server.command;

import dev.daybook.banking.model.BankingCommand;

import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;

/** What a command says, as texts by name; once as it was understood, and once as it was sent. */
final class Said {

    private static final String NOTHING = "-";

    private final Map<String, String> texts = new TreeMap<>();

    private Said() {}

    static Map<String, String> by(BankingCommand command) {
        Said said = new Said().text("type", command.type());
        switch (command) {
            case BankingCommand.OpenAccount c ->
                    said.text("account", c.account())
                            .text("reference", c.owner().reference())
                            .text("name", c.owner().name())
                            .text("currency", c.currency())
                            .text("product", c.product())
                            .amount("limit", c.overdraftLimit());
            case BankingCommand.Deposit c ->
                    said.text("account", c.account())
                            .amount("amount", c.amount())
                            .text("via", c.via())
                            .posting(c.description(), c.valueDate(), c.metadata());
            case BankingCommand.Withdraw c ->
                    said.text("account", c.account())
                            .amount("amount", c.amount())
                            .text("via", c.via())
                            .posting(c.description(), c.valueDate(), c.metadata());
            case BankingCommand.Transfer c ->
                    said.text("from", c.from())
                            .text("to", c.to())
                            .amount("amount", c.amount())
                            .posting(c.description(), c.valueDate(), c.metadata());
            case BankingCommand.PostTransaction c -> {
                said.text("kind", c.kind())
                        .posting(c.description(), c.valueDate(), c.metadata())
                        .text("legs", c.legs().size());
                for (int i = 0; i < c.legs().size(); i++) {
                    BankingCommand.Leg leg = c.legs().get(i);
                    said.text("account" + i, leg.account())
                            .amount("amount" + i, leg.amount())
                            .text("currency" + i, leg.currency());
                }
            }
            case BankingCommand.ReverseTransaction c -> said.text("id", c.transaction());
            case BankingCommand.PlaceHold c ->
                    said.text("account", c.account())
                            .amount("amount", c.amount())
                            .text("expiresAt", c.expiresAt());
            case BankingCommand.CaptureHold c ->
                    said.text("id", c.hold()).amount("amount", c.amount()).text("via", c.via());
            case BankingCommand.ReleaseHold c -> said.text("id", c.hold());
            case BankingCommand.ExpireHold c -> said.text("id", c.hold());
            case BankingCommand.AddPendingCredit c ->
                    said.text("account", c.account())
                            .amount("amount", c.amount())
                            .text("via", c.via())
                            .text("description", c.description());
            case BankingCommand.ClearPendingCredit c -> said.text("id", c.credit());
            case BankingCommand.ReturnPendingCredit c -> said.text("id", c.credit());
            case BankingCommand.AuthorizeUser c ->
                    said.text("account", c.account())
                            .text("user", c.user())
                            .text("role", c.role())
                            .amount("limit", c.perTransactionLimit());
            case BankingCommand.RevokeUser c ->
                    said.text("account", c.account()).text("user", c.user());
            case BankingCommand.FreezeAccount c ->
                    said.text("account", c.account())
                            .text("debits", c.debits())
                            .text("credits", c.credits());
            case BankingCommand.UnfreezeAccount c ->
                    said.text("account", c.account())
                            .text("debits", c.debits())
                            .text("credits", c.credits());
            case BankingCommand.CloseAccount c -> said.text("account", c.account());
            case BankingCommand.ReopenAccount c -> said.text("account", c.account());
            case BankingCommand.ChangeOverdraftLimit c ->
                    said.text("account", c.account()).amount("limit", c.limit());
        }
        return said.texts;
    }

    /** Reads the same from JSON, field by field; knows nothing of the classes of the bodies. */
    static Map<String, String> in(ObjectNode line, UUID id) {
        Said said = new Said();
        String type = string(line, "type");
        said.text("type", type);
        switch (type) {
            case "open-account" -> {
                String given = string(line, "id");
                said.text("account", given == null ? "acc-" + id : given)
                        .text("reference", string(line.get("owner"), "reference"))
                        .text("name", string(line.get("owner"), "name"))
                        .copy(line, "currency", "product")
                        .amount("limit", orZero(string(line, "overdraftLimit")));
            }
            case "deposit", "withdraw" ->
                    said.copy(line, "account").number(line, "amount").via(line).posting(line);
            case "transfer" -> said.copy(line, "from", "to").number(line, "amount").posting(line);
            case "post-transaction" -> {
                said.copy(line, "kind").posting(line).text("legs", line.get("legs").size());
                for (int i = 0; i < line.get("legs").size(); i++) {
                    JsonNode leg = line.get("legs").get(i);
                    said.text("account" + i, string(leg, "account"))
                            .amount("amount" + i, decimal(leg, "amount"))
                            .text("currency" + i, string(leg, "currency"));
                }
            }
            case "place-hold" -> {
                String expiry = string(line, "expiresAt");
                said.copy(line, "account")
                        .number(line, "amount")
                        .text(
                                "expiresAt",
                                expiry == null
                                        ? null
                                        : Instant.parse(expiry).truncatedTo(ChronoUnit.MICROS));
            }
            case "capture-hold" -> said.identifier(line, "hold").number(line, "amount").via(line);
            case "release-hold" -> said.identifier(line, "hold");
            case "reverse-transaction" -> {
                said.identifier(line, "transaction");
                said.texts.computeIfPresent("id", (_, text) -> text.toLowerCase(Locale.ROOT));
            }
            case "clear-pending-credit", "return-pending-credit" -> said.copy(line, "id");
            case "add-pending-credit" ->
                    said.copy(line, "account", "description").number(line, "amount").via(line);
            case "authorize-user" ->
                    said.copy(line, "account", "user", "role")
                            .amount("limit", decimal(line, "perTransactionLimit"));
            case "revoke-user" -> said.copy(line, "account", "user");
            case "freeze", "unfreeze" -> {
                JsonNode debits = line.path("debits");
                JsonNode credits = line.path("credits");
                boolean both = !debits.isBoolean() && !credits.isBoolean();
                said.copy(line, "account")
                        .text("debits", both || debits.asBoolean(false))
                        .text("credits", both || credits.asBoolean(false));
            }
            case "close", "reopen" -> said.copy(line, "account");
            case "change-overdraft-limit" -> said.copy(line, "account").number(line, "limit");
            default -> throw new AssertionError("Nobody knows the type " + type);
        }
        return said.texts;
    }

    private Said copy(JsonNode line, String... names) {
        for (String name : names) {
            text(name, string(line, name));
        }
        return this;
    }

    private Said identifier(JsonNode line, String other) {
        String id = string(line, "id");
        return text("id", id == null ? string(line, other) : id);
    }

    private Said number(JsonNode line, String name) {
        return amount(name, decimal(line, name));
    }

    private Said via(JsonNode line) {
        String via = string(line, "via");
        return text("via", via == null ? "@cash" : via);
    }

    private Said posting(JsonNode line) {
        Map<String, String> metadata = new TreeMap<>();
        if (line.path("metadata").isObject()) {
            line.get("metadata")
                    .properties()
                    .forEach(entry -> metadata.put(entry.getKey(), entry.getValue().stringValue()));
        }
        return posting(string(line, "description"), string(line, "valueDate"), metadata);
    }

    private Said posting(String description, Object valueDate, Map<String, String> metadata) {
        return text("description", description)
                .text("valueDate", valueDate)
                .text("metadata", List.copyOf(metadata.entrySet()));
    }

    private Said amount(String name, BigDecimal amount) {
        return text(name, amount == null ? null : amount.stripTrailingZeros().toPlainString());
    }

    private Said text(String name, Object value) {
        texts.put(name, value == null ? NOTHING : "=" + value);
        return this;
    }

    private static BigDecimal orZero(String text) {
        return text == null ? BigDecimal.ZERO : new BigDecimal(text);
    }

    private static BigDecimal decimal(JsonNode object, String name) {
        String text = string(object, name);
        return text == null ? null : new BigDecimal(text);
    }

    /** A text, or null where there is none; anything else than text is no text. */
    private static String string(JsonNode object, String name) {
        JsonNode value = object.path(name);
        if (value.isMissingNode() || value.isNull()) {
            return null;
        }
        if (!value.isString()) {
            throw new AssertionError(name + " was taken for a text and is " + value);
        }
        return value.stringValue();
    }
}
