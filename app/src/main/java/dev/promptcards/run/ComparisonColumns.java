package dev.promptcards.run;

import org.jspecify.annotations.Nullable;

import java.sql.Array;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.function.Function;

/// The changes of a comparison as arrays, one a column of the statement. What its judge took stands
/// with the first of them.
record ComparisonColumns(Connection connection, Comparison comparison) {

    List<Array> arrays() throws SQLException {
        return List.of(
                of("int4", Comparison.Change::number),
                of("text", c -> c.after().word()),
                of("float8", Comparison.Change::score),
                of("text", Comparison.Change::reason),
                of("text", Comparison.Change::error),
                of("text", Comparison.Change::namedScores),
                of("text", Comparison.Change::verdicts),
                of("numeric", c -> ofFirst(c, comparison.grading().costUsd())),
                of("int4", c -> ofFirst(c, comparison.grading().promptTokens())),
                of("int4", c -> ofFirst(c, comparison.grading().completionTokens())));
    }

    private @Nullable Object ofFirst(Comparison.Change change, @Nullable Object value) {
        return comparison.grading().asked() && change == comparison.changes().getFirst()
                ? value
                : null;
    }

    private Array of(String type, Function<Comparison.Change, @Nullable Object> field)
            throws SQLException {
        return connection.createArrayOf(type, comparison.changes().stream().map(field).toArray());
    }
}
