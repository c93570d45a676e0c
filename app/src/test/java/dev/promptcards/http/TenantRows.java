package dev.promptcards.http;

import dev.promptcards.identity.Node;
import dev.promptcards.tenancy.Workspaces;

import org.jdbi.v3.core.Handle;

import java.util.List;

/// Everything the database holds of a workspace, short enough to compare.
final class TenantRows {

    private TenantRows() {}

    private record Table(String name, String workspace) {}

    /// A line for each table: how many rows, and a checksum of what stands in them.
    static List<String> of(Handle handle, Node node, Tenant tenant) {
        var id = node.bean(Workspaces.class).idOf(tenant.slug()).orElseThrow();
        handle.execute("SELECT set_config('app.current_workspace_id', ?, false)", id.toString());
        return handle
                .createQuery(
                        """
                        SELECT c.relname AS name, a.attname AS workspace
                          FROM pg_class c
                          JOIN pg_attribute a ON a.attrelid = c.oid
                         WHERE c.relnamespace = 'public'::regnamespace
                           AND c.relkind IN ('r', 'p')
                           AND NOT c.relispartition
                           AND a.attname = CASE c.relname WHEN 'workspaces' THEN 'id' ELSE 'workspace_id' END
                         ORDER BY c.relname
                        """)
                .mapTo(Table.class)
                .stream()
                .map(table -> line(handle, table, id.toString()))
                .toList();
    }

    private static String line(Handle handle, Table table, String workspace) {
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
