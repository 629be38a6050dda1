package dev.daybook.banking.model;

/** What the bank knows of one entity now. */
public sealed interface BankingState permits Account, BookAccount, Transaction {}
