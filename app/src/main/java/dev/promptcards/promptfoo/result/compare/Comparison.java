package dev.promptcards.promptfoo.result.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.List;

/// A run beside an earlier one.
///
/// @param baseline the earlier run's number
/// @param columns those that have a counterpart
/// @param onlyNow headings of columns without one
/// @param onlyBefore headings of the earlier run's columns without one
public record Comparison(
        String baseline,
        List<ColumnComparison> columns,
        List<String> onlyNow,
        List<String> onlyBefore) {

    /// Pairs the columns and, in each, the cases both runs tried.
    public static Comparison of(String baseline, RunCases before, RunCases now) {
        ColumnPairs pairs = ColumnPairs.of(before.columns(), now.columns());
        return new Comparison(
                baseline,
                pairs.pairs().stream().map(CasePairs::compare).toList(),
                pairs.onlyNow().stream().map(RunCases.Column::heading).toList(),
                pairs.onlyBefore().stream().map(RunCases.Column::heading).toList());
    }

    /// Whether the runs have any case of any column in common.
    public boolean isEmpty() {
        return columns.stream()
                .allMatch(c -> c.better() + c.worse() + c.unchanged() + c.undecided() == 0);
    }

    /// Whether a column became worse by more than chance.
    public boolean isWorse() {
        return columns.stream().anyMatch(c -> c.trend() == ColumnComparison.Trend.WORSE);
    }

    public ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("baseline", baseline);
        columns.forEach(column -> json.withArray("columns").add(column.json()));
        onlyNow.forEach(json.putArray("onlyNow")::add);
        onlyBefore.forEach(json.putArray("onlyBefore")::add);
        return json;
    }
}
