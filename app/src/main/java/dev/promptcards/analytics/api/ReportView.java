package dev.promptcards.analytics.api;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.ReportColumn;
import dev.promptcards.analytics.ReportFilter;

import org.jspecify.annotations.Nullable;

import java.util.List;

/// A report as the list of reports shows it.
///
/// @param says what it tells
/// @param filters what it may be narrowed by, as parameters
/// @param limit how many rows where nothing is said; null where `limit` is not taken
/// @param mostRows how many at most
record ReportView(
        String name,
        String says,
        List<FilterView> filters,
        List<ColumnView> columns,
        @Nullable Integer limit,
        @Nullable Integer mostRows) {

    /// @param says what it narrows a report to
    /// @param needed whether the report says nothing without it
    record FilterView(String name, String says, boolean needed) {}

    /// @param exact whether its figures are exact; else they are within 1 %
    record ColumnView(String name, String type, boolean exact, String says) {}

    static ReportView of(Report report) {
        return new ReportView(
                report.name(),
                report.says(),
                report.filters().stream().map(it -> filter(report, it)).toList(),
                report.columns().stream().map(ReportView::column).toList(),
                positive(report.limit().unlessSaid()),
                positive(report.limit().most()));
    }

    private static @Nullable Integer positive(int number) {
        return number == 0 ? null : Integer.valueOf(number);
    }

    private static FilterView filter(Report report, ReportFilter filter) {
        return new FilterView(
                filter.word(), filter.says(), report.needed().filter(filter::equals).isPresent());
    }

    private static ColumnView column(ReportColumn column) {
        return new ColumnView(column.name(), column.type().word(), column.exact(), column.says());
    }
}
