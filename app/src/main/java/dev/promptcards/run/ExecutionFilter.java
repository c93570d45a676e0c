package dev.promptcards.run;

import dev.promptcards.http.Between;
import dev.promptcards.http.QueryParameters;
import dev.promptcards.problem.Problem;

import org.jdbi.v3.core.statement.Query;

import java.math.BigDecimal;
import java.time.Instant;
import java.util.Arrays;
import java.util.Optional;

/// Which executions are wanted: each part that is given narrows it. Text is looked for as a part,
/// in any case.
///
/// @param provider the kind, as `openai`
/// @param cost in dollars, without what judges cost; what has no known price is in no range
/// @param time how long the provider took, in milliseconds
/// @param created when the run was started
record ExecutionFilter(
        Optional<String> output,
        Optional<String> error,
        Optional<String> model,
        Optional<String> provider,
        Optional<Outcome> outcome,
        Between<BigDecimal> cost,
        Between<BigDecimal> time,
        Between<Instant> created) {

    private static final int MAX_TEXT = 500;

    static ExecutionFilter of(QueryParameters given) {
        return new ExecutionFilter(
                given.text("output~", MAX_TEXT),
                given.text("error~", MAX_TEXT),
                given.text("model", MAX_TEXT),
                given.text("provider", MAX_TEXT),
                given.text("outcome", MAX_TEXT).map(ExecutionFilter::outcome),
                Between.amounts("cost", given.text("cost", MAX_TEXT)),
                Between.amounts("time", given.text("time", MAX_TEXT)),
                Between.times("created", given.text("created", MAX_TEXT)));
    }

    private static Outcome outcome(String word) {
        return Arrays.stream(Outcome.values())
                .filter(outcome -> outcome.word().equals(word))
                .findFirst()
                .orElseThrow(
                        () ->
                                new Problem.Invalid(
                                        "outcome: must be passed, failed, error or unknown"));
    }

    /// All of it, as it follows the statement's own conditions.
    String sql() {
        return createdSql()
                + (outcome.isPresent() ? " AND e.outcome = :outcome" : "")
                + (model.isPresent() ? " AND e.model = :model" : "")
                + (provider.isPresent() ? " AND e.llm_provider = :provider" : "")
                + (cost.from().isPresent() ? " AND e.cost_usd >= :costFrom" : "")
                + (cost.to().isPresent() ? " AND e.cost_usd < :costTo" : "")
                + (time.from().isPresent() ? " AND e.execution_time_ms >= :timeFrom" : "")
                + (time.to().isPresent() ? " AND e.execution_time_ms < :timeTo" : "")
                + (error.isPresent() ? " AND e.error ILIKE :error" : "")
                + (output.isPresent() ? " AND e.output ILIKE :output" : "");
    }

    /// What an index serves: where to look, rather than what for.
    String createdSql() {
        return (created.from().isPresent() ? " AND e.created_at >= :createdFrom" : "")
                + (created.to().isPresent() ? " AND e.created_at < :createdTo" : "");
    }

    void bind(Query query) {
        bindCreated(query);
        outcome.ifPresent(it -> query.bind("outcome", it.word()));
        model.ifPresent(it -> query.bind("model", it));
        provider.ifPresent(it -> query.bind("provider", it));
        cost.from().ifPresent(it -> query.bind("costFrom", it));
        cost.to().ifPresent(it -> query.bind("costTo", it));
        time.from().ifPresent(it -> query.bind("timeFrom", it));
        time.to().ifPresent(it -> query.bind("timeTo", it));
        error.ifPresent(it -> query.bind("error", part(it)));
        output.ifPresent(it -> query.bind("output", part(it)));
    }

    void bindCreated(Query query) {
        created.from().ifPresent(it -> query.bind("createdFrom", it));
        created.to().ifPresent(it -> query.bind("createdTo", it));
    }

    /// A pattern of LIKE for what stands somewhere.
    private static String part(String text) {
        return "%" + text.replaceAll("[\\\\%_]", "\\\\$0") + "%";
    }
}
