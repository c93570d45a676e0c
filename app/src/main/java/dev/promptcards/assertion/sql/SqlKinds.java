package dev.promptcards.assertion.sql;

import dev.promptcards.assertion.kind.Finding;
import dev.promptcards.assertion.kind.SqlAssertion;
import dev.promptcards.assertion.kind.SqlAssertion.Rules;

import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Judges [SqlAssertion]s.
public final class SqlKinds {

    private static final Pattern CODE_BLOCK = Pattern.compile("```(?:sql)?+([^`]++)```");

    private SqlKinds() {}

    /// What `output` shows of `assertion`.
    public static Finding judge(SqlAssertion assertion, String output) {
        return switch (assertion) {
            case SqlAssertion.IsSql a -> check(output, a.rules());
            case SqlAssertion.ContainsSql a -> {
                Matcher block = CODE_BLOCK.matcher(output);
                yield check(block.find() ? block.group(1).strip() : output, a.rules());
            }
        };
    }

    private static Finding check(String sql, Rules rules) {
        Dialect dialect = Dialect.named(rules.database()).orElse(Dialect.MYSQL);
        return switch (SqlText.read(sql, dialect)) {
            case SqlText.Statements(var statements) ->
                    touched(Touched.by(statements, dialect), rules);
            case SqlText.Invalid() ->
                    Finding.of(
                            false,
                            "SQL statement does not conform to the provided "
                                    + rules.database()
                                    + " database syntax.",
                            "");
            case SqlText.GivenUp(String reason) -> new Finding.Unusable(reason);
        };
    }

    private static Finding touched(Touched touched, Rules rules) {
        try {
            List<String> tables = Allowed.tables(rules).refused(touched.tables());
            if (!tables.isEmpty()) {
                return refused("table", touched.tables(), rules.allowedTables().orElseThrow());
            }
            List<String> columns = Allowed.columns(rules).refused(touched.columns());
            return columns.isEmpty()
                    ? Finding.of(true, "", "The output SQL statement is valid")
                    : refused("column", touched.columns(), rules.allowedColumns().orElseThrow());
        } catch (Allowed.Undecided e) {
            return new Finding.Unusable(e.reason());
        }
    }

    private static Finding refused(String what, Iterable<String> found, List<String> allowed) {
        return Finding.of(
                false,
                "SQL references unauthorized %s(s). Found: [%s]. Allowed: [%s]."
                        .formatted(what, String.join(", ", found), String.join(", ", allowed)),
                "");
    }
}
