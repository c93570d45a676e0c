package dev.promptcards.analytics;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// What a report answers.
///
/// @param rows values in the order of the columns, each by its column's type: `String`, `Long`,
///     `Double`, `BigDecimal`, `Boolean`, `Instant`, `LocalDate`, a list of `String` or `Long`,
///     [Json]; null where there is no figure
/// @param more whether there are more rows than were asked for
public record ReportTable(
        List<ReportColumn> columns, List<List<@Nullable Object>> rows, boolean more) {

    /// A value that is JSON already.
    public record Json(String text) {}
}
