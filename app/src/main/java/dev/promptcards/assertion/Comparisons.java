package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Optional;

/// Carries out the kinds that compare what the columns of one row answered: `select-best` and
/// `max-score`. They wait until every column has been graded by itself ([Grader] leaves them out),
/// and change those grades. Blocks while a judge thinks, so call it on a virtual thread. Never
/// throws.
@Singleton
public class Comparisons {

    /// What the columns of a row have in common.
    ///
    /// @param vars the values of the case
    /// @param options the case's options that judged kinds fall back on: `provider`, `rubricPrompt`
    /// @param scope the tenant on whose account templates are rendered
    /// @param judge whom `select-best` asks, once for the row
    public record Row(ObjectNode vars, ObjectNode options, ScriptScope scope, Judge judge) {}

    /// One column of a row.
    ///
    /// @param output as it was graded, after the case's transform; empty where there is none
    /// @param grade how the column was graded by itself; an error where it could not be tried
    public record Column(Optional<JsonNode> output, Grade grade) {}

    public Comparisons(Templates templates) {}

    /// Whether a case with these checks compares its columns.
    public static boolean any(List<Check> checks) {
        throw new UnsupportedOperationException(checks.toString());
    }

    /// The grades of the columns, in their order, after the first `select-best` and then the first
    /// `max-score` of `checks`. Each adds a [Component] to every grade. A column that was not
    /// chosen has failed with score 0; one that was keeps its grade; an error stays an error. A
    /// comparison that cannot be made is an error of every column.
    ///
    /// @param checks those the columns were graded under, comparisons among them
    /// @param columns the row's columns, holes left out, in the order of the columns
    public List<Grade> compare(List<Check> checks, Row row, List<Column> columns) {
        throw new UnsupportedOperationException(checks + " " + row + columns);
    }
}
