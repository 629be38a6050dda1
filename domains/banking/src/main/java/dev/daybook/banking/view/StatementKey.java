package dev.daybook.banking.view;

/** One line of an account's statement: the position of the movement. */
public record StatementKey(String account, long position) {}
