package dev.promptcards.analytics;

import org.jspecify.annotations.Nullable;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A report: a `.sql` file of its name, and what one has to know to ask it.
///
/// @param says what it tells, in a line
/// @param source what it is counted from
/// @param filters what it may be narrowed by
/// @param needed the filter it says nothing without
/// @param limit how many rows it tells
/// @param columns in the order the file selects them
public record Report(
        String name,
        String says,
        Source source,
        Set<ReportFilter> filters,
        Optional<ReportFilter> needed,
        Limit limit,
        List<ReportColumn> columns) {

    /// What a report is counted from.
    public sealed interface Source {}

    /// Single executions.
    public record Executions() implements Source {}

    /// Figures kept by the day, in the file of the report's name. They answer for whole days and
    /// for some filters; anything else is counted from single executions by `<name>_filtered.sql`,
    /// where every column is exact.
    public record DailyFigures(Set<ReportFilter> filters) implements Source {}

    /// How many rows a report tells.
    ///
    /// @param unlessSaid how many where nothing is said; 0 where nothing can be said
    /// @param most how many may be asked for
    /// @param ofEach whether it counts those of each kind of row, and not all rows
    public record Limit(int unlessSaid, int most, boolean ofEach) {

        /// As many rows as there are: a row a day, say.
        static final Limit NONE = new Limit(0, 0, true);

        static Limit of(int unlessSaid, int most) {
            return new Limit(unlessSaid, most, false);
        }
    }

    /// Answers a question.
    ///
    /// @param connection inside a transaction bound to the workspace
    /// @throws SQLException with the state 57014 where the transaction's time limit cut it short
    public ReportTable answer(Connection connection, UUID workspace, ReportQuestion question)
            throws SQLException {
        boolean daily = isDaily(question);
        var sql = ReportSql.of(name + (source instanceof Executions || daily ? "" : "_filtered"));
        var told = daily ? columns : columns.stream().map(ReportColumn::asExact).toList();
        try (var statement = sql.prepare(connection, values(workspace, question));
                var found = statement.executeQuery()) {
            var rows = new ArrayList<List<@Nullable Object>>();
            while (found.next()) {
                rows.add(row(found));
            }
            boolean more = !limit.ofEach() && rows.size() > question.rows();
            return new ReportTable(
                    told, more ? List.copyOf(rows.subList(0, question.rows())) : rows, more);
        }
    }

    /// Whether figures kept by the day answer the question.
    boolean isDaily(ReportQuestion question) {
        return source instanceof DailyFigures(var answered)
                && question.window().isWholeDays()
                && answered.containsAll(question.filters().keySet());
    }

    private List<@Nullable Object> row(ResultSet found) throws SQLException {
        var row = new ArrayList<@Nullable Object>(columns.size());
        for (var column : columns) {
            row.add(ReportValue.read(found, column));
        }
        return row;
    }

    /// One row more than wanted tells whether there are more.
    private Map<String, String> values(UUID workspace, ReportQuestion question) {
        var values = new HashMap<String, String>();
        values.put("workspace_id", workspace.toString());
        values.put("from", question.window().from().toString());
        values.put("to", question.window().to().toString());
        values.put("limit", Integer.toString(question.rows() + (limit.ofEach() ? 0 : 1)));
        for (var filter : ReportFilter.values()) {
            values.put(filter.word(), question.filters().getOrDefault(filter, ""));
        }
        return values;
    }
}
