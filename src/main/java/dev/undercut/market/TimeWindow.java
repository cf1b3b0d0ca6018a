package dev.undercut.market;

import java.time.DayOfWeek;
import java.time.Instant;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.DateTimeParseException;
import java.util.EnumSet;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Hours of the day, in UTC, on some days of the week. The start is in, the end is out; a window may
 * cross midnight and then belongs to the day it starts on.
 *
 * @param days the days it starts on
 * @param from the first minute in
 * @param to the first minute out; equal to {@code from} means the whole day
 */
public record TimeWindow(Set<DayOfWeek> days, LocalTime from, LocalTime to) {
    private static final Pattern FORM =
            Pattern.compile(
                    "(?:(mon|tue|wed|thu|fri|sat|sun)-(mon|tue|wed|thu|fri|sat|sun)@)?"
                            + "(\\d\\d:\\d\\d)-(\\d\\d:\\d\\d)");

    public TimeWindow {
        days = Set.copyOf(days);
    }

    /**
     * Reads {@code 16:30-00:30} or {@code mon-fri@01:00-04:00}.
     *
     * @throws IllegalArgumentException on any other form
     */
    public static TimeWindow parse(String text) {
        Matcher form = FORM.matcher(text);
        if (!form.matches()) {
            throw notOne(text, null);
        }
        Set<DayOfWeek> days = EnumSet.allOf(DayOfWeek.class);
        if (form.group(1) != null) {
            days = between(day(form.group(1)), day(form.group(2)));
        }
        try {
            return new TimeWindow(
                    days, LocalTime.parse(form.group(3)), LocalTime.parse(form.group(4)));
        } catch (DateTimeParseException e) {
            throw notOne(text, e);
        }
    }

    private static IllegalArgumentException notOne(String text, @Nullable Exception cause) {
        return new IllegalArgumentException(
                "not a time window such as mon-fri@01:00-04:00: '" + text + "'", cause);
    }

    /** Whether that instant lies in the window. */
    public boolean contains(Instant instant) {
        ZonedDateTime utc = instant.atZone(ZoneOffset.UTC);
        LocalTime time = utc.toLocalTime();
        if (from.isBefore(to)) {
            return days.contains(utc.getDayOfWeek()) && !time.isBefore(from) && time.isBefore(to);
        }
        return (days.contains(utc.getDayOfWeek()) && !time.isBefore(from))
                || (days.contains(utc.getDayOfWeek().minus(1)) && time.isBefore(to));
    }

    /** The form that {@link #parse} reads; the days must follow each other. */
    public String code() {
        String hours = from + "-" + to;
        if (days.size() == DayOfWeek.values().length) {
            return hours;
        }
        DayOfWeek first =
                days.stream().filter(day -> !days.contains(day.minus(1))).findFirst().orElseThrow();
        DayOfWeek last = first.plus(days.size() - 1L);
        return shortName(first) + "-" + shortName(last) + "@" + hours;
    }

    private static String shortName(DayOfWeek day) {
        return day.name().substring(0, 3).toLowerCase(Locale.ROOT);
    }

    private static DayOfWeek day(String shortName) {
        for (DayOfWeek day : DayOfWeek.values()) {
            if (day.name().toLowerCase(Locale.ROOT).startsWith(shortName)) {
                return day;
            }
        }
        throw new IllegalArgumentException("not a day: " + shortName);
    }

    private static Set<DayOfWeek> between(DayOfWeek first, DayOfWeek last) {
        Set<DayOfWeek> days = EnumSet.of(first);
        for (DayOfWeek day = first; day != last; day = day.plus(1)) {
            days.add(day.plus(1));
        }
        return days;
    }
}
