package dev.promptcards.assertion;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.judge.Judge;
import dev.promptcards.assertion.judge.Setting;
import dev.promptcards.assertion.judged.JudgedKinds;
import dev.promptcards.assertion.kind.Assertion;
import dev.promptcards.assertion.kind.ComparisonAssertion.MaxScore;
import dev.promptcards.assertion.kind.ComparisonAssertion.SelectBest;
import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.reading.Kinds;
import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;

/// Carries out the kinds that compare what the columns of one row answered: `select-best` and
/// `max-score`. They wait until every column has been graded by itself ([Grader] leaves them out),
/// and change those grades. Blocks while a judge thinks, so call it on a virtual thread. Never
/// throws.
@Singleton
public class Comparisons {

    private static final List<String> TYPES = List.of("select-best", "max-score");

    private final Templating templating;
    private final JudgedKinds judged;

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

    public Comparisons(Sandbox sandbox, Templates templates) {
        templating = new Templating(templates);
        judged = new JudgedKinds(sandbox, templates);
    }

    /// Whether a case with these checks compares its columns.
    public static boolean any(List<Check> checks) {
        return checks.stream().anyMatch(Comparisons::compares);
    }

    static boolean compares(Check check) {
        return TYPES.contains(check.terms().type());
    }

    /// The grades of the columns, in their order, after the first `select-best` and then the first
    /// `max-score` of `checks`. Each adds a [Component] to every grade. A column that was not
    /// chosen has failed with score 0; one that was keeps its grade; an error stays an error. A
    /// comparison that cannot be made is an error of every column.
    ///
    /// @param checks those the columns were graded under, comparisons among them
    /// @param columns the row's columns, holes left out, in the order of the columns
    public List<Grade> compare(List<Check> checks, Row row, List<Column> columns) {
        List<Grade> grades = columns.stream().map(Column::grade).toList();
        for (String type : TYPES) {
            Optional<Check> first =
                    checks.stream().filter(check -> check.terms().type().equals(type)).findFirst();
            if (first.isPresent()) {
                List<Finding> findings = findings(first.get(), row, columns, grades);
                List<Grade> compared = new ArrayList<>();
                for (int i = 0; i < grades.size(); i++) {
                    compared.add(after(grades.get(i), first.get().terms(), findings.get(i)));
                }
                grades = compared;
            }
        }
        return List.copyOf(grades);
    }

    private List<Finding> findings(Check check, Row row, List<Column> columns, List<Grade> grades) {
        if (columns.size() < 2) {
            return forEach(
                    columns,
                    check.terms().type()
                            + " must have at least two outputs to compare, and the row has "
                            + columns.size());
        }
        return switch (assertion(check, row)) {
            case SelectBest best ->
                    judged.pick(
                            best,
                            columns.stream().map(Comparisons::shown).toList(),
                            new Setting(row.vars(), row.options(), row.scope(), row.judge()));
            case MaxScore highest -> HighestScore.findings(highest, grades);
            case Assertion.Unusable unusable -> forEach(columns, unusable.reason());
            default -> forEach(columns, check.terms().type() + " is no comparison");
        };
    }

    private Assertion assertion(Check check, Row row) {
        return switch (check) {
            case Check.Plain plain -> plain.assertion();
            case Check.Templated(var terms, var template) ->
                    switch (templating.render(template.value(), row.scope(), row.vars())) {
                        case Templating.Value.Rendered(JsonNode value) ->
                                Kinds.read(template.withValue(value));
                        case Templating.Value.Failed(String reason) ->
                                new Assertion.Unusable(reason);
                    };
            case Check.Computed computed ->
                    new Assertion.Unusable("A script cannot say how the outputs of a row compare");
            case Check.Group group -> new Assertion.Unusable("A set is no comparison");
        };
    }

    /// What a column shows to the judge: nothing where it has no output, so that the indices stay.
    private static JsonNode shown(Column column) {
        return column.output().orElse(TextNode.valueOf(""));
    }

    private static List<Finding> forEach(List<Column> columns, String reason) {
        return Collections.nCopies(columns.size(), new Finding.Unusable(reason));
    }

    /// A grade with the outcome of a comparison added.
    private static Grade after(Grade grade, Check.Terms terms, Finding finding) {
        Component component =
                switch (finding) {
                    case Finding.Decided d -> component(terms, d.holds(), d.score(), d.ifFailed());
                    case Finding.Failed f -> component(terms, false, 0, f.reason());
                    case Finding.Unusable u ->
                            Component.unjudged(terms, Optional.empty(), u.reason());
                };
        List<Component> components = new ArrayList<>(grade.components());
        components.add(component);
        if (grade.errored() || component.errored()) {
            String reason = grade.errored() ? grade.reason() : component.reason();
            return Grade.error(reason, List.copyOf(components));
        }
        boolean reasonChanges =
                !component.passed() && (grade.passed() || terms.type().equals("select-best"));
        return new Grade(
                grade.passed() && component.passed(),
                false,
                component.passed() ? grade.score() : 0,
                reasonChanges ? component.reason() : grade.reason(),
                grade.namedScores(),
                grade.namedScoreWeights(),
                List.copyOf(components));
    }

    private static Component component(
            Check.Terms terms, boolean passed, double score, String reason) {
        return Component.judged(terms, Optional.empty(), passed, score, reason);
    }
}
