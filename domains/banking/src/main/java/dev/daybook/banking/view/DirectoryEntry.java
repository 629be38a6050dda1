package dev.daybook.banking.view;

import dev.daybook.banking.model.Account;
import dev.daybook.engine.view.Searchable.Keyword;
import dev.daybook.engine.view.Searchable.Text;
import dev.daybook.engine.view.Searchable.When;

import org.jspecify.annotations.Nullable;

import java.time.Instant;

/** A customer's account as it is found. The balance is not here: it changes too often. */
public record DirectoryEntry(
        @Keyword @Text String id,
        @Keyword @Text String ownerReference,
        @Text String ownerName,
        @Keyword Account.Status status,
        @Keyword String currency,
        @Keyword @Nullable String product,
        @When Instant openedAt) {

    DirectoryEntry with(Account.Status next) {
        return new DirectoryEntry(id, ownerReference, ownerName, next, currency, product, openedAt);
    }
}
