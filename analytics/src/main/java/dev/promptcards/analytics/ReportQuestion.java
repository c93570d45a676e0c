package dev.promptcards.analytics;

import java.util.EnumMap;
import java.util.Map;

/// What a report is asked.
///
/// @param filters what it is narrowed to; filters that are not there narrow nothing
/// @param rows at most so many, as the report's limit counts them
public record ReportQuestion(ReportWindow window, Map<ReportFilter, String> filters, int rows) {

    public ReportQuestion {
        var ordered = new EnumMap<ReportFilter, String>(ReportFilter.class);
        ordered.putAll(filters);
        filters = ordered;
    }
}
