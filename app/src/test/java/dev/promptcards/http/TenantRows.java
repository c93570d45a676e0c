package dev.promptcards.http;

import dev.promptcards.TestDatabase;
import dev.promptcards.schema.Tables;
import dev.promptcards.schema.Tables.TenantTable;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;

import java.util.List;

/// Everything the database holds of a workspace, short enough to compare.
final class TenantRows {

    private TenantRows() {}

    /// A line for each table: how many rows, and a checksum of what stands in them.
    static List<String> of(TestDatabase database, WorkspaceId workspace) {
        var tables = Tables.ofWorkspaces(database);
        return database.transactions()
                .inWorkspace(
                        workspace,
                        handle ->
                                tables.stream()
                                        .map(table -> line(handle, table, workspace))
                                        .toList());
    }

    private static String line(Handle handle, TenantTable table, WorkspaceId workspace) {
        return handle.createQuery(
                        """
                        SELECT format('%%s: %%s rows, %%s', '%1$s', count(*),
                                      md5(string_agg(t::text, '|' ORDER BY t::text COLLATE "C")))
                          FROM %1$s t
                         WHERE t.%2$s = '%3$s'
                        """
                                .formatted(table.name(), table.workspace(), workspace))
                .mapTo(String.class)
                .one();
    }
}
