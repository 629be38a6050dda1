package dev.daybook.server.answer;

import dev.daybook.banking.model.AccountEvent;
import dev.daybook.banking.model.BankingEvent;
import dev.daybook.banking.model.Money;
import dev.daybook.banking.model.TransactionEvent;

import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.Map;

/** What an event says, for readers: its components by name, amounts as decimals. */
public final class EventPayload {

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();
    private final String currency;

    private EventPayload(String currency) {
        this.currency = currency;
    }

    /** Whether the amounts of an event are in a currency that only its account knows. */
    public static boolean needsCurrency(BankingEvent event) {
        return switch (event) {
            case AccountEvent.HoldPlaced _,
                    AccountEvent.HoldCaptured _,
                    AccountEvent.HoldReleased _,
                    AccountEvent.HoldExpired _,
                    AccountEvent.PendingCreditAdded _,
                    AccountEvent.PendingCreditCleared _,
                    AccountEvent.PendingCreditReturned _,
                    AccountEvent.UserAuthorized _,
                    AccountEvent.OverdraftLimitChanged _ ->
                    true;
            default -> false;
        };
    }

    /**
     * @param accountCurrency the currency of the event's account, where {@link #needsCurrency}
     */
    public static Map<String, @Nullable Object> of(
            BankingEvent event, @Nullable String accountCurrency) {
        String own = accountCurrency == null ? "" : accountCurrency;
        EventPayload payload =
                new EventPayload(
                        switch (event) {
                            case AccountEvent.AccountOpened opened -> opened.currency();
                            case AccountEvent.Movement movement -> movement.currency();
                            default -> own;
                        });
        switch (event) {
            case AccountEvent.AccountOpened e ->
                    payload.put("account", e.account())
                            .put(
                                    "owner",
                                    new AccountBody.OwnerBody(
                                            e.owner().reference(), e.owner().name()))
                            .put("currency", e.currency())
                            .put("product", e.product())
                            .amount("overdraftLimit", e.overdraftLimit())
                            .put("openedAt", e.openedAt());
            case AccountEvent.Movement e ->
                    payload.put("transaction", e.transaction())
                            .put("kind", e.kind())
                            .amount("amount", e.amount())
                            .put("currency", e.currency())
                            .amount("balance", e.balance())
                            .put("description", e.description())
                            .put("valueDate", e.valueDate())
                            .put("counterparty", e.counterparty());
            case AccountEvent.HoldPlaced e ->
                    payload.put("hold", e.hold())
                            .amount("amount", e.amount())
                            .put("placedAt", e.placedAt())
                            .put("expiresAt", e.expiresAt());
            case AccountEvent.HoldCaptured e ->
                    payload.put("hold", e.hold())
                            .amount("amount", e.amount())
                            .amount("captured", e.captured())
                            .put("transaction", e.transaction());
            case AccountEvent.HoldReleased e ->
                    payload.put("hold", e.hold()).amount("amount", e.amount());
            case AccountEvent.HoldExpired e ->
                    payload.put("hold", e.hold()).amount("amount", e.amount());
            case AccountEvent.PendingCreditAdded e ->
                    payload.put("credit", e.credit())
                            .amount("amount", e.amount())
                            .put("via", e.via())
                            .put("description", e.description())
                            .put("addedAt", e.addedAt());
            case AccountEvent.PendingCreditCleared e ->
                    payload.put("credit", e.credit())
                            .amount("amount", e.amount())
                            .put("transaction", e.transaction());
            case AccountEvent.PendingCreditReturned e ->
                    payload.put("credit", e.credit()).amount("amount", e.amount());
            case AccountEvent.UserAuthorized e ->
                    payload.put("user", e.user())
                            .put("role", e.role())
                            .amount("perTransactionLimit", e.perTransactionLimit());
            case AccountEvent.UserRevoked e -> payload.put("user", e.user());
            case AccountEvent.AccountFrozen e ->
                    payload.put("debits", e.debits()).put("credits", e.credits());
            case AccountEvent.AccountUnfrozen e ->
                    payload.put("debits", e.debits()).put("credits", e.credits());
            case AccountEvent.AccountClosed _, AccountEvent.AccountReopened _ -> {}
            case AccountEvent.OverdraftLimitChanged e -> payload.amount("limit", e.limit());
            case TransactionEvent.TransactionPosted e ->
                    payload.put("transaction", e.transaction())
                            .put("kind", e.kind())
                            .put(
                                    "legs",
                                    e.legs().stream()
                                            .map(leg ->
                                                    new TransactionBody.LegBody(
                                                            leg.account(),
                                                            Money.text(
                                                                    leg.amount(), leg.currency()),
                                                            leg.currency(),
                                                            Money.text(
                                                                    leg.balanceAfter(),
                                                                    leg.currency()),
                                                            leg.accountVersion()))
                                            .toList())
                            .put("description", e.description())
                            .put("metadata", e.metadata())
                            .put("valueDate", e.valueDate())
                            .put("reverses", e.reverses());
            case TransactionEvent.TransactionReversed e -> payload.put("by", e.by());
        }
        return payload.fields;
    }

    private EventPayload put(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** Without a currency to say it in, an amount is left out rather than said wrongly. */
    private EventPayload amount(String name, @Nullable Long minor) {
        if (!currency.isEmpty()) {
            fields.put(name, AccountBody.textOrNull(minor, currency));
        }
        return this;
    }
}
