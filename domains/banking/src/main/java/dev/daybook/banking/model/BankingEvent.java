package dev.daybook.banking.model;

/** Something that happened at the bank. */
public sealed interface BankingEvent permits AccountEvent, TransactionEvent {}
