package dev.promptcards.database;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Optional;

/// Row-level security holds only those it applies to: the server refuses to work as a role that
/// passes by it, or that could take it away.
public final class RoleCheck {

    private static final String REMEDY =
            " Let DATABASE_URL name a role of its own, made with CREATE ROLE … LOGIN NOSUPERUSER"
                    + " NOBYPASSRLS, and run `promptcards migrate`, which gives it what it needs.";

    private static final String QUESTION =
            """
            SELECT current_user,
                   bool_or(r.rolsuper),
                   bool_or(r.rolbypassrls),
                   EXISTS (SELECT 1
                             FROM pg_class c
                            WHERE c.relnamespace = 'public'::regnamespace
                              AND pg_has_role(current_user, c.relowner, 'MEMBER')),
                   coalesce(pg_has_role(current_user,
                       (SELECT oid FROM pg_roles WHERE rolname = 'promptcards_app'),
                       'USAGE'), false)
              FROM pg_roles r
             WHERE pg_has_role(current_user, r.oid, 'MEMBER')
            """;

    private RoleCheck() {}

    /// What speaks against serving as the connection's role, as a sentence with the remedy; nothing
    /// when the role is fit.
    public static Optional<String> objection(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(QUESTION)) {
            row.next();
            String role = "The role \"" + row.getString(1) + "\" of DATABASE_URL ";
            if (row.getBoolean(2)) {
                return Optional.of(
                        role + "is a superuser, whom row-level security does not hold." + REMEDY);
            }
            if (row.getBoolean(3)) {
                return Optional.of(role + "may bypass row-level security (BYPASSRLS)." + REMEDY);
            }
            if (row.getBoolean(4)) {
                return Optional.of(
                        role + "owns the tables and could switch row-level security off." + REMEDY);
            }
            if (!row.getBoolean(5)) {
                return Optional.of(
                        role
                                + "has no access to the tables. Run `promptcards migrate` with both"
                                + " DATABASE_OWNER_URL and DATABASE_URL set.");
            }
            return Optional.empty();
        }
    }
}
