package dev.promptcards.run.worker;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.assertion.Comparisons;
import dev.promptcards.assertion.Grade;
import dev.promptcards.assertion.Verdicts;
import dev.promptcards.queue.ClaimedItem;
import dev.promptcards.queue.NumberRange;
import dev.promptcards.run.ComparedRows;
import dev.promptcards.run.Comparison;
import dev.promptcards.run.GradingCost;
import dev.promptcards.run.Outcome;
import dev.promptcards.tenancy.WorkspaceTransactions;

import jakarta.inject.Singleton;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// The life of a comparison: read what the row's columns answered, have them compared, and change
/// their outcomes. It is asked for when no other item of the row is left in the queue.
@Singleton
class Comparing {

    private final WorkspaceTransactions transactions;
    private final Comparisons comparisons;
    private final Judging judging;
    private final Ledger ledger;
    private final ObjectMapper json;

    Comparing(
            WorkspaceTransactions transactions,
            Comparisons comparisons,
            Judging judging,
            Ledger ledger,
            ObjectMapper json) {
        this.transactions = transactions;
        this.comparisons = comparisons;
        this.judging = judging;
        this.ledger = ledger;
        this.json = json;
    }

    void carryOut(RunGate gate, ClaimedItem item, CaseInput input) {
        var plan = gate.plan();
        var rows = rows(plan, item);
        var judge = judging.of(gate, item);
        var grades =
                comparisons.compare(
                        input.checks(),
                        new Comparisons.Row(
                                plan.withEnvironment(input.vars()),
                                input.options(),
                                plan.scope(),
                                judge),
                        rows.stream().map(this::column).toList());
        if (judge.isAbandoned()) {
            return;
        }
        if (judge.lost().isPresent()) {
            ledger.held(plan, item, judge.lost().get());
            return;
        }
        var changes = new ArrayList<Comparison.Change>();
        for (int i = 0; i < rows.size(); i++) {
            changes.add(change(rows.get(i), grades.get(i)));
        }
        ledger.compared(plan, new Comparison(item.number(), item.fence(), changes, judge.cost()));
    }

    /// Ends the comparison: its row's executions become errors.
    void fail(RunPlan plan, ClaimedItem item, String error) {
        var changes =
                rows(plan, item).stream()
                        .map(
                                row ->
                                        new Comparison.Change(
                                                row.number(),
                                                row.current(),
                                                Outcome.ERROR,
                                                0,
                                                error,
                                                row.namedScores(),
                                                row.verdicts(),
                                                error))
                        .toList();
        ledger.compared(
                plan, new Comparison(item.number(), item.fence(), changes, GradingCost.NONE));
    }

    private List<ComparedRows.Row> rows(RunPlan plan, ClaimedItem item) {
        int columns = plan.columns().size();
        int first = (item.number() - plan.run().grid()) * columns;
        return transactions.inWorkspace(
                plan.key().workspace(),
                handle ->
                        ComparedRows.read(
                                handle,
                                plan.key(),
                                plan.run().createdAt(),
                                new NumberRange(first, first + columns - 1)));
    }

    private Comparisons.Column column(ComparedRows.Row row) {
        Optional<JsonNode> output =
                Optional.ofNullable(row.output())
                        .map(text -> row.outputIsJson() ? parse(text) : TextNode.valueOf(text));
        return new Comparisons.Column(output, grade(row));
    }

    /// The grade that was stored, as far as a comparison looks at it.
    private Grade grade(ComparedRows.Row row) {
        boolean errored = row.error() != null;
        String reason = errored ? row.error() : row.reason();
        return new Grade(
                row.outcome() == Outcome.PASSED,
                errored,
                row.score(),
                reason == null ? "" : reason,
                namedScores(row.namedScores()),
                Map.of(),
                Verdicts.components(parse(row.verdicts())));
    }

    private Comparison.Change change(ComparedRows.Row row, Grade grade) {
        var after =
                grade.errored() ? Outcome.ERROR : grade.passed() ? Outcome.PASSED : Outcome.FAILED;
        var reason = StoredText.of(grade.reason());
        return new Comparison.Change(
                row.number(),
                row.current(),
                after,
                grade.score(),
                reason,
                row.namedScores(),
                StoredText.of(Verdicts.json(grade).toString()),
                grade.errored() ? reason : null);
    }

    private Map<String, Double> namedScores(String stored) {
        return json.convertValue(parse(stored), new TypeReference<Map<String, Double>>() {});
    }

    private JsonNode parse(String stored) {
        try {
            return json.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is no JSON", e);
        }
    }
}
