package dev.daybook.banking.view;

import java.time.LocalDate;

/**
 * One booking day of one account in one currency. The day comes last, so that the days of an
 * account lie side by side in the table's key.
 */
public record AccountDay(String account, String currency, LocalDate valueDate) {}
