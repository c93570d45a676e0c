package dev.promptcards.run.imported;

import dev.promptcards.problem.Problem;
import dev.promptcards.problem.StorableText;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Locale;

/// The cells of a row, each read as what its column holds. An empty cell, or a column that is not
/// there, is null: nobody recorded it. What cannot be read is refused with line and column.
record Cells(int line, Header header, List<String> cells) {

    private static final int LONGEST_NUMBER = 64;
    private static final int SMALLEST_SCALE = 100;
    private static final int LARGEST_SCALE = -20;

    /// A short text, without blanks around it.
    @Nullable String name(String column, int maxCharacters) {
        var cell = cell(column);
        if (cell == null || cell.isBlank()) {
            return null;
        }
        return storable(column, cell.strip(), maxCharacters);
    }

    /// A short text that must be there.
    String needed(String column, int maxCharacters) {
        var name = name(column, maxCharacters);
        if (name == null) {
            throw wrong(column, "is empty; every row needs it");
        }
        return name;
    }

    /// A text as it stands; an empty cell is one that was not recorded.
    @Nullable String text(String column, int maxCharacters) {
        var cell = cell(column);
        return cell == null || cell.isEmpty() ? null : storable(column, cell, maxCharacters);
    }

    @Nullable Boolean flag(String column) {
        var word = name(column, Integer.MAX_VALUE);
        return switch (word == null ? null : word.toLowerCase(Locale.ROOT)) {
            case null -> null;
            case "1", "1.0", "true" -> true;
            case "0", "0.0", "false" -> false;
            default -> throw wrong(column, "must be 1 or 0");
        };
    }

    /// A decimal number within bounds.
    @Nullable BigDecimal number(String column, long least, long most) {
        var word = name(column, Integer.MAX_VALUE);
        if (word == null) {
            return null;
        }
        try {
            // Of 1e999999999 the value is quickly made, and what is then done with it never ends.
            var number = word.length() > LONGEST_NUMBER ? null : new BigDecimal(word);
            if (number != null
                    && number.scale() >= LARGEST_SCALE
                    && number.scale() <= SMALLEST_SCALE
                    && number.compareTo(BigDecimal.valueOf(least)) >= 0
                    && number.compareTo(BigDecimal.valueOf(most)) <= 0) {
                return number;
            }
        } catch (NumberFormatException _) {
            // Said below, as for a number out of bounds.
        }
        throw wrong(column, "must be a number from %,d to %,d".formatted(least, most));
    }

    /// A whole number within bounds; `12.0` is one.
    @Nullable Integer whole(String column, int least, int most) {
        var number = number(column, least, most);
        if (number == null) {
            return null;
        }
        try {
            return number.intValueExact();
        } catch (ArithmeticException _) {
            throw wrong(column, "must be a whole number");
        }
    }

    /// A time rounded to the millisecond.
    @Nullable Long rounded(String column, long most) {
        var number = number(column, 0, most);
        return number == null ? null : number.setScale(0, RoundingMode.HALF_UP).longValueExact();
    }

    /// A moment with its zone, or a day, which is one of UTC, since days are.
    @Nullable Instant moment(String column, Instant earliest, Instant latest) {
        var word = name(column, Integer.MAX_VALUE);
        if (word == null) {
            return null;
        }
        var moment = moment(column, word);
        if (moment.isBefore(earliest) || moment.isAfter(latest)) {
            throw wrong(
                    column,
                    "must lie between %s and now".formatted(earliest.atOffset(ZoneOffset.UTC)));
        }
        return moment;
    }

    Problem.Invalid wrong(String column, String what) {
        return new Problem.Invalid("line %d, column %s: %s".formatted(line, column, what));
    }

    private Instant moment(String column, String word) {
        try {
            if (word.matches("\\d{4}-\\d\\d-\\d\\d")) {
                return LocalDate.parse(word).atStartOfDay(ZoneOffset.UTC).toInstant();
            }
            // PostgreSQL and spreadsheets put a space where ISO 8601 has a T, and +00 for +00:00.
            var iso = word.replaceFirst("^(\\S+) +(\\d)", "$1T$2");
            return OffsetDateTime.parse(iso.replaceFirst("([+-]\\d\\d)$", "$1:00")).toInstant();
        } catch (DateTimeException _) {
            throw wrong(
                    column,
                    "must be a day such as 2026-03-31, or a time with its zone such as"
                            + " 2026-03-31T14:05:00Z");
        }
    }

    private String storable(String column, String text, int maxCharacters) {
        if (text.length() > maxCharacters) {
            throw wrong(
                    column,
                    "has %,d characters; at most %,d are taken"
                            .formatted(text.length(), maxCharacters));
        }
        StorableText.fault(text)
                .ifPresent(
                        fault -> {
                            throw wrong(column, fault);
                        });
        return text;
    }

    private @Nullable String cell(String column) {
        return header.place(column).map(cells::get).orElse(null);
    }
}
