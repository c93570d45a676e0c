package dev.promptcards.run;

import dev.promptcards.http.Between;
import dev.promptcards.http.QueryParameters;
import dev.promptcards.problem.Problem;

import org.jdbi.v3.core.statement.Query;

import java.time.Instant;
import java.util.Optional;

/// Which runs are wanted: each part that is given narrows it.
///
/// @param suite the slug of their suite
/// @param createdBy who started them, as histories have it: `user:<id>`
record RunFilter(
        Optional<String> state,
        Optional<String> suite,
        Optional<String> createdBy,
        Between<Instant> created) {

    static RunFilter of(QueryParameters given) {
        var state = given.text("state", 20);
        if (state.isPresent() && !RunState.WORDS.contains(state.get())) {
            throw new Problem.Invalid("state: must be " + String.join(", ", RunState.WORDS));
        }
        return new RunFilter(
                state,
                given.text("suite", 200),
                given.text("createdBy", 200),
                Between.times("created", given.text("created", 100)));
    }

    /// As it follows the statement's own conditions.
    String sql() {
        return (state.isPresent() ? " AND r.state = :state" : "")
                + (suite.isPresent() ? " AND s.slug = :suite" : "")
                + (createdBy.isPresent() ? " AND r.created_by = :createdBy" : "")
                + (created.from().isPresent() ? " AND r.created_at >= :createdFrom" : "")
                + (created.to().isPresent() ? " AND r.created_at < :createdTo" : "");
    }

    void bind(Query query) {
        state.ifPresent(it -> query.bind("state", it));
        suite.ifPresent(it -> query.bind("suite", it));
        createdBy.ifPresent(it -> query.bind("createdBy", it));
        created.from().ifPresent(it -> query.bind("createdFrom", it));
        created.to().ifPresent(it -> query.bind("createdTo", it));
    }
}
