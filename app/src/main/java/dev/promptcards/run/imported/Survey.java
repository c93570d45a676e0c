package dev.promptcards.run.imported;

import dev.promptcards.card.Slug;
import dev.promptcards.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.security.DigestInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;

/// A first reading of a file, which finds every fault a row can have by itself before anything is
/// stored: its days, its cards, its hash. It grows with days and cards, not with rows.
final class Survey {

    private static final int MOST_ROWS = 20_000_000;
    private static final int MOST_CARDS = 10_000;
    private static final BigDecimal MOST_COST = BigDecimal.valueOf(1_000_000_000);
    private static final String UNDATED = "undated";

    private final Map<String, Day> days = new TreeMap<>();
    private final Map<String, CardUse> cards = new LinkedHashMap<>();
    private final Instant now;
    private BigDecimal costUsd = BigDecimal.ZERO;
    private int rows;
    private String hash = "";

    /// How a file uses a card.
    ///
    /// @param name as written
    /// @param line where it is met first
    /// @param versions the highest version that is named; 1 where none is
    /// @param versioned where a version is named first; 0 where none is
    /// @param unversioned where a row of it names none; 0 where each does
    record CardUse(String name, int line, int versions, int versioned, int unversioned) {

        CardUse with(ImportRow row) {
            Integer version = row.version();
            return version == null
                    ? new CardUse(
                            name,
                            line,
                            versions,
                            versioned,
                            unversioned == 0 ? row.line() : unversioned)
                    : new CardUse(
                            name,
                            line,
                            Math.max(versions, version),
                            versions >= version && versioned != 0 ? versioned : row.line(),
                            unversioned);
        }
    }

    private Survey(Instant now) {
        this.now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /// Reads the whole of `file`.
    ///
    /// @param now when rows without a time are taken to have run
    /// @throws Problem.Invalid with the line and column of the first fault
    static Survey of(ImportFile file, Instant now) {
        try {
            var survey = new Survey(now);
            var text = new DigestInputStream(file.text(), MessageDigest.getInstance("SHA-256"));
            var reader = new ImportReader(text, now);
            for (var row = reader.next(); row.isPresent(); row = reader.next()) {
                survey.add(row.get());
            }
            // The reader has come to the end, or what it has not looked at is none of its rows.
            text.transferTo(java.io.OutputStream.nullOutputStream());
            survey.hash = HexFormat.of().formatHex(text.getMessageDigest().digest());
            survey.days.values().forEach(Day::close);
            return survey;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    private void add(ImportRow row) {
        if (++rows > MOST_ROWS) {
            throw new Problem.Invalid(
                    "line %d: more than %,d executions; split the file"
                            .formatted(row.line(), MOST_ROWS));
        }
        if (row.costUsd() != null) {
            costUsd = costUsd.add(row.costUsd());
            if (costUsd.compareTo(MOST_COST) > 0) {
                throw new Problem.Invalid(
                        "line %d, column cost_usd: all costs so far are more than %,d USD; are they in another unit?"
                                .formatted(row.line(), MOST_COST.longValueExact()));
            }
        }
        count(row);
        days.computeIfAbsent(name(row.at()), name -> new Day(name, at(row))).add(row, at(row));
    }

    private void count(ImportRow row) {
        var use =
                cards.computeIfAbsent(
                        Slug.named(row.card()), _ -> new CardUse(row.card(), row.line(), 1, 0, 0));
        if (!use.name().equals(row.card())) {
            throw new Problem.Invalid(
                    "line %d, column card: this name and the one in line %d are both the card `%s`; write them alike"
                            .formatted(row.line(), use.line(), Slug.named(row.card())));
        }
        if (cards.size() > MOST_CARDS) {
            throw new Problem.Invalid(
                    "line %d, column card: more than %,d cards; split the file"
                            .formatted(row.line(), MOST_CARDS));
        }
        cards.put(Slug.named(row.card()), use.with(row));
    }

    private Instant at(ImportRow row) {
        return row.at() == null ? now : row.at();
    }

    private static String name(@Nullable Instant at) {
        return at == null ? UNDATED : LocalDate.ofInstant(at, ZoneOffset.UTC).toString();
    }

    int rows() {
        return rows;
    }

    /// SHA-256 of the file's text, in hexadecimal digits.
    String hash() {
        return hash;
    }

    /// In their order; what says no time comes last.
    Collection<Day> days() {
        return days.values();
    }

    /// By slug, in the order of the file.
    Map<String, CardUse> cards() {
        return cards;
    }

    /// The day of a row.
    Day day(ImportRow row) {
        return Objects.requireNonNull(days.get(name(row.at())));
    }

    SortedSet<YearMonth> months() {
        var months = new TreeSet<YearMonth>();
        days.values()
                .forEach(
                        day ->
                                months.add(
                                        YearMonth.from(day.createdAt().atOffset(ZoneOffset.UTC))));
        return months;
    }
}
