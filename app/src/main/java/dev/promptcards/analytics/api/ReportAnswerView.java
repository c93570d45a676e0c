package dev.promptcards.analytics.api;

import java.time.Instant;
import java.util.List;
import java.util.Map;

/// The shape of what [ReportDocument] writes, for the description of the interface.
///
/// @param schema the version of this shape
/// @param filters what it was narrowed to
/// @param rows an object a row, its fields named as the columns; what is absent is null
/// @param more whether there are more rows than `limit`
record ReportAnswerView(
        int schema,
        String report,
        Instant from,
        Instant to,
        Map<String, String> filters,
        List<AnsweredColumn> columns,
        List<Map<String, Object>> rows,
        boolean more) {

    /// @param exact whether its figures are exact; else they are within 1 %
    record AnsweredColumn(String name, String type, boolean exact) {}
}
