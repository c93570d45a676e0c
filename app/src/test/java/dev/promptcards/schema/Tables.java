package dev.promptcards.schema;

import dev.promptcards.TestDatabase;

import java.util.List;

/// The tables that hold rows of a workspace, by the catalogue.
public final class Tables {

    private Tables() {}

    /// @param name of the table
    /// @param workspace the column that names the workspace
    public record TenantTable(String name, String workspace) {}

    /// All but partitions, in the order of their names.
    public static List<TenantTable> ofWorkspaces(TestDatabase database) {
        return database.ownerJdbi()
                .withHandle(
                        handle ->
                                handle.createQuery(
                                                """
                                                SELECT c.relname AS name, a.attname AS workspace
                                                  FROM pg_class c
                                                  JOIN pg_attribute a ON a.attrelid = c.oid
                                                 WHERE c.relnamespace = 'public'::regnamespace
                                                   AND c.relkind IN ('r', 'p')
                                                   AND NOT c.relispartition
                                                   AND a.attname = CASE c.relname WHEN 'workspaces' THEN 'id'
                                                                                  ELSE 'workspace_id' END
                                                 ORDER BY c.relname
                                                """)
                                        .mapTo(TenantTable.class)
                                        .list());
    }
}
