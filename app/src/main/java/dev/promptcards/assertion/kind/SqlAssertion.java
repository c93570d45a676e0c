package dev.promptcards.assertion.kind;

import java.util.List;
import java.util.Optional;

/// Kinds that parse SQL.
public sealed interface SqlAssertion extends Assertion {

    /// What statements may look like and what they may touch.
    ///
    /// @param database the dialect, as its author named it
    /// @param allowedTables regular expressions over `operation::database::table`, for example
    ///     `select::null::boats`; every table used must match one; empty allows all
    /// @param allowedColumns the same over `operation::table::column`
    record Rules(
            String database,
            Optional<List<String>> allowedTables,
            Optional<List<String>> allowedColumns) {}

    /// The whole output is SQL within the rules.
    record IsSql(Rules rules) implements SqlAssertion {}

    /// The first code block of the output is; or, without one, the whole of it.
    record ContainsSql(Rules rules) implements SqlAssertion {}
}
