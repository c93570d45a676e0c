package dev.promptcards.bench;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;

/// Makes a connection of the application see one workspace, as its transactions do.
final class Tenants {

    private Tenants() {}

    static UUID bind(Connection connection, String slug) throws SQLException {
        try (var statement =
                connection.prepareStatement(
                        "SELECT id, bind_workspace(id) FROM workspace_id_by_slug(?) AS id")) {
            statement.setString(1, slug);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getObject(1, UUID.class);
            }
        }
    }
}
