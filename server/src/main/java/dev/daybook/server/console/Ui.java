package dev.daybook.server.console;

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

    /** Whether an amount is worth showing: it is there, and not zero. */
    public boolean isSome(@Nullable String amount) {
        return amount != null && new BigDecimal(amount).signum() != 0;
    }

    public String number(long number) {
        return NumberFormat.getIntegerInstance(locale).format(number);
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
