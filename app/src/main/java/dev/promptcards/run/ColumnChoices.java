package dev.promptcards.run;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.util.ArrayList;
import java.util.List;

/// Which cases of a revision run in which columns. Most revisions have one group: all cases, all
/// columns. A case that names providers or prompts runs only where one of its names fits.
///
/// @param serial whether a case wants the run to go one item after the other
/// @param comparing whether a case compares its columns
record ColumnChoices(List<Group> groups, boolean serial, boolean comparing) {

    /// Cases that make the same choice.
    ///
    /// @param providers the choice as the JSON it is stored as; empty where there is none
    record Group(String providers, String prompts, long cases, List<Integer> columns) {}

    private record Row(
            String providers, String prompts, long cases, boolean serial, boolean comparing) {}

    /// How many items come of it.
    long items(int repeats) {
        return groups.stream().mapToLong(g -> g.cases() * g.columns().size() * repeats).sum();
    }

    /// How many of them are in a column.
    long items(int column, int repeats) {
        return groups.stream()
                .filter(g -> g.columns().contains(column))
                .mapToLong(g -> g.cases() * repeats)
                .sum();
    }

    /// Reads the choices of the first so many cases.
    static ColumnChoices read(
            Handle handle,
            WorkspaceId workspace,
            Pins.PinnedSuite suite,
            int cases,
            List<Column> columns) {
        var rows =
                handle.createQuery(
                                """
                                SELECT coalesce((overrides -> 'providers')::text, '') AS providers,
                                       coalesce((overrides -> 'prompts')::text, '') AS prompts,
                                       count(*) AS cases,
                                       bool_or(options -> 'storeOutputAs' IS NOT NULL
                                           OR coalesce(options -> 'runSerially' = 'true', false)) AS serial,
                                       bool_or(assertions @> '[{"type": "select-best"}]'
                                           OR assertions @> '[{"type": "max-score"}]') AS comparing
                                  FROM test_cases
                                 WHERE workspace_id = :workspaceId AND suite_id = :suiteId
                                   AND revision = :revision AND position < :first
                                 GROUP BY 1, 2
                                """)
                        .bind("workspaceId", workspace.value())
                        .bind("suiteId", suite.suiteId())
                        .bind("revision", suite.revision())
                        .bind("first", cases)
                        .mapTo(Row.class)
                        .list();
        return new ColumnChoices(
                rows.stream()
                        .map(
                                row ->
                                        new Group(
                                                row.providers(),
                                                row.prompts(),
                                                row.cases(),
                                                chosen(row, columns)))
                        .toList(),
                rows.stream().anyMatch(Row::serial),
                suite.comparing() || rows.stream().anyMatch(Row::comparing));
    }

    private static List<Integer> chosen(Row row, List<Column> columns) {
        return columns.stream()
                .filter(
                        column ->
                                fits(row.providers(), providerNames(column))
                                        && fits(row.prompts(), List.of(column.promptLabel())))
                .map(Column::number)
                .toList();
    }

    private static List<String> providerNames(Column column) {
        var names = new ArrayList<>(List.of(column.providerId()));
        column.providerLabel().ifPresent(names::add);
        return names;
    }

    private static boolean fits(String choice, List<String> names) {
        return choice.isEmpty()
                || parse(choice)
                        .valueStream()
                        .anyMatch(
                                pattern ->
                                        names.stream()
                                                .anyMatch(n -> matches(pattern.textValue(), n)));
    }

    /// As promptfoo matches names: a name stands for itself and for all that begin with it and a
    /// colon; with `*` at its end for all that begin with what stands before.
    static boolean matches(String pattern, String name) {
        return name.equals(pattern)
                || name.startsWith(pattern + ":")
                || (pattern.endsWith("*")
                        && name.startsWith(pattern.substring(0, pattern.length() - 1)));
    }

    private static JsonNode parse(String stored) {
        try {
            return JSON.readTree(stored);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("PostgreSQL returned jsonb that is no JSON", e);
        }
    }

    private static final ObjectMapper JSON = new ObjectMapper();
}
