package dev.daybook.server.console;

import dev.daybook.server.problem.Problem;
import dev.daybook.server.query.Commands.CommandBody;
import dev.daybook.server.query.Commands.StageBody;
import dev.daybook.server.security.Caller;
import dev.daybook.server.security.Role;

import jakarta.servlet.http.HttpServletRequest;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.text.NumberFormat;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.FormatStyle;
import java.util.ArrayList;
import java.util.Currency;
import java.util.List;
import java.util.Locale;

/**
 * What each page knows of whoever looks at it: who that is, and how amounts and dates are written
 * there.
 *
 * @param caller null before signing in
 * @param path of the page itself
 */
public record Ui(Locale locale, @Nullable Caller caller, String path) {

    static Ui of(HttpServletRequest request, @Nullable Caller caller) {
        return new Ui(request.getLocale(), caller, request.getRequestURI());
    }

    /** A place to go to. */
    public record Place(String path, String name, boolean isHere) {}

    /** Where whoever looks may go. */
    public List<Place> places() {
        List<Place> places = new ArrayList<>();
        if (caller != null) {
            if (is(Role.CUSTOMER)) {
                add(places, "/me", "nav.me");
                add(places, "/me/pay", "nav.pay");
                add(places, "/me/check", "nav.check");
            }
            if (is(Role.TELLER)) {
                add(places, "/teller", "nav.teller");
            }
            if (is(Role.SUPPORT)) {
                add(places, "/support", "nav.support");
            }
            if (is(Role.AUDITOR)) {
                add(places, "/audit", "nav.audit");
                add(places, "/events", "nav.events");
            }
            if (is(Role.OPERATOR)) {
                add(places, "/operate", "nav.operate");
            }
            if (is(Role.ANALYST)) {
                add(places, "/activity", "nav.activity");
            }
        }
        return places;
    }

    private boolean is(Role role) {
        return caller != null
                && (caller.roles().contains(role)
                        || (caller.roles().contains(Role.ADMIN) && role != Role.CUSTOMER));
    }

    private void add(List<Place> places, String place, String key) {
        places.add(new Place(place, text(key), place.equals(path)));
    }

    /** Where a style, a script or a picture is. */
    public String asset(String file) {
        return Assets.address(file);
    }

    public String text(String key, Object... arguments) {
        return Texts.ENGLISH.of(key, locale, arguments);
    }

    /** A text, or what else there is to show when nobody has put that into words. */
    public String textOr(String key, String other) {
        return Texts.ENGLISH.has(key) ? text(key) : other;
    }

    /** Whether a stage is still to come. */
    public boolean isOpen(StageBody stage) {
        return stage.at() == null
                && stage.millis() == null
                && stage.note() != null
                && !stage.note().startsWith("visible");
    }

    /** Whether anything of a command is still to come. */
    public boolean isOpen(CommandBody command) {
        return command.status().equals("accepted")
                || command.stages().stream().anyMatch(this::isOpen);
    }

    /**
     * What whoever gave a command is told of it. Views that nothing is shown from to customers do
     * not matter to them.
     */
    public String outcome(CommandBody command) {
        if (command.status().equals("rejected")) {
            return command.verdict().words();
        }
        String code = isOpen(command) ? command.verdict().code() : "on-time";
        return textOr("verdict." + code + ".say", command.verdict().words());
    }

    /**
     * What is said of a form that was not carried out. One that has been before, with other values,
     * is the one case in which something may have moved.
     *
     * @param text under which it stands that nothing has
     */
    public String refusal(String text, Problem problem) {
        return problem.slug().startsWith("idempotency-key")
                ? text("form.before")
                : text(text, problem.detail());
    }

    /** An amount that is more or less than something: with its sign. */
    public String signed(String amount, String currency) {
        return (amount.startsWith("-") ? "" : "+") + money(amount, currency);
    }

    /** An amount in decimal digits, with its currency, as it is written here. */
    public String money(@Nullable String amount, @Nullable String currency) {
        if (amount == null || currency == null) {
            return "–";
        }
        NumberFormat format = NumberFormat.getCurrencyInstance(locale);
        format.setCurrency(Currency.getInstance(currency));
        BigDecimal value = new BigDecimal(amount);
        format.setMinimumFractionDigits(value.scale());
        format.setMaximumFractionDigits(value.scale());
        return format.format(value);
    }

    /** An amount to look at and not to book: in whole units, and short. */
    public String about(double amount, String currency) {
        NumberFormat format =
                NumberFormat.getCompactNumberInstance(locale, NumberFormat.Style.SHORT);
        format.setMaximumFractionDigits(1);
        return format.format(amount) + " " + currency;
    }

    /** Whether an amount is worth showing: it is there, and not zero. */
    public boolean isSome(@Nullable String amount) {
        return amount != null && new BigDecimal(amount).signum() != 0;
    }

    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
    }

    /** Events a second: in whole numbers where there are many. */
    public String rate(double perSecond) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMaximumFractionDigits(perSecond < 10 ? 1 : 0);
        return format.format(perSecond);
    }

    /** How far something is behind the journal. */
    public String behind(long events, long millis) {
        if (events == 0) {
            return text("operate.behind.none");
        }
        return millis < 0
                ? text("operate.behind.unknown", number(events))
                : text("operate.behind.some", number(events), seconds(millis));
    }

    /** Seconds with one digit after the point. */
    public String seconds(long millis) {
        NumberFormat format = NumberFormat.getNumberInstance(locale);
        format.setMinimumFractionDigits(1);
        format.setMaximumFractionDigits(1);
        return format.format(millis / 1_000.0);
    }

    public String day(LocalDate day) {
        return DateTimeFormatter.ofLocalizedDate(FormatStyle.MEDIUM).withLocale(locale).format(day);
    }

    /** A moment, in UTC: the server does not know where whoever looks is. */
    public String moment(Instant moment) {
        return DateTimeFormatter.ofLocalizedDateTime(FormatStyle.MEDIUM, FormatStyle.MEDIUM)
                        .withLocale(locale)
                        .withZone(ZoneOffset.UTC)
                        .format(moment)
                + " UTC";
    }
}
