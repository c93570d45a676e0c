package dev.promptcards.analytics.api;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportColumn;
import dev.promptcards.analytics.ReportFilter;

import java.util.List;

/// A report as the list of reports shows it.
///
/// @param says what it tells
/// @param filters what it may be narrowed by, as parameters
/// @param limit how many rows where nothing is said
/// @param mostRows how many at most
record ReportView(
        String name,
        String says,
        List<FilterView> filters,
        List<ColumnView> columns,
        int limit,
        int mostRows) {

    /// @param says what it narrows a report to
    record FilterView(String name, String says) {}

    /// @param exact whether its figures are exact; else they are within 1 %
    record ColumnView(String name, String type, boolean exact, String says) {}

    static ReportView of(Report report) {
        return new ReportView(
                report.name(),
                report.says(),
                report.filters().stream().map(ReportView::filter).toList(),
                report.columns().stream().map(ReportView::column).toList(),
                report.defaultRows(),
                report.mostRows());
    }

    private static FilterView filter(ReportFilter filter) {
        return new FilterView(filter.word(), filter.says());
    }

    private static ColumnView column(ReportColumn column) {
        return new ColumnView(column.name(), column.type().word(), column.exact(), column.says());
    }
}
