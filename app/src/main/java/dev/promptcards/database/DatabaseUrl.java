package dev.promptcards.database;

import dev.promptcards.problem.Problem;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;

import javax.net.ssl.SSLException;

/// Where a database is and who asks:
/// `postgres://user:password@host:5432/database?sslmode=verify-full`.
///
/// TLS is verified or not used; nothing between. `sslmode=disable` is plain text; `require`,
/// `verify-ca` and `verify-full` check the server's certificate and its name against the trust
/// store of the JDK, or against the file named by `sslrootcert` (with which `verify-ca` leaves the
/// name unchecked). Without `sslmode` a server on this machine is reached in plain text and any
/// other with `verify-full`. `allow` and `prefer` promise nothing and are refused.
///
/// @param host a name or an address; IPv6 without brackets
/// @param parameters properties of the JDBC driver, TLS among them
public record DatabaseUrl(
        String host,
        int port,
        String database,
        String user,
        String password,
        Map<String, String> parameters) {

    public DatabaseUrl {
        parameters = Map.copyOf(parameters);
    }

    /// Reads an address in the form of libpq's URIs.
    ///
    /// @param name where the text comes from (`DATABASE_URL`), for the message
    /// @throws dev.promptcards.problem.Problem.Invalid when it is no such address; the message
    ///     never holds the password
    public static DatabaseUrl parse(String name, String text) {
        return new DatabaseUrlParser(name, text).parse();
    }

    /// The same server and login, another database.
    public DatabaseUrl withDatabase(String other) {
        return new DatabaseUrl(host, port, other, user, password, parameters);
    }

    /// The same database, another login.
    public DatabaseUrl withLogin(String otherUser, String otherPassword) {
        return new DatabaseUrl(host, port, database, otherUser, otherPassword, parameters);
    }

    /// The address as the driver wants it, without user, password and parameters.
    public String jdbcUrl() {
        return "jdbc:postgresql://%s:%d/%s".formatted(bracketed(), port, encoded(database));
    }

    /// User, password and parameters as the driver wants them.
    public Properties driverProperties() {
        var properties = new Properties();
        properties.putAll(parameters);
        properties.setProperty("user", user);
        properties.setProperty("password", password);
        return properties;
    }

    /// One connection outside any pool; the caller closes it.
    ///
    /// @throws dev.promptcards.problem.Problem.Unavailable when there is none to be had
    public Connection connect() {
        try {
            return DriverManager.getConnection(jdbcUrl(), driverProperties());
        } catch (SQLException e) {
            throw new Problem.Unavailable(
                    "cannot connect to %s: %s%s".formatted(this, e.getMessage(), remedy(e)));
        }
    }

    /// The address with its password, to hand to another process of ours. Never log it.
    public String reveal() {
        return format(":" + encoded(password));
    }

    /// The address without the password.
    @Override
    public String toString() {
        return format("");
    }

    private static String remedy(SQLException failure) {
        boolean tls =
                failure.getCause() instanceof SSLException
                        || String.valueOf(failure.getMessage()).contains("SSL");
        return tls
                ? ". Name the server's authority by sslrootcert=FILE,"
                        + " or write sslmode=disable where the network is trusted"
                : "";
    }

    private String format(String secret) {
        var query = new StringBuilder();
        new TreeMap<>(parameters)
                .forEach(
                        (key, value) ->
                                query.append(query.isEmpty() ? '?' : '&')
                                        .append(key)
                                        .append('=')
                                        .append(encoded(value)));
        return "postgres://%s%s@%s:%d/%s%s"
                .formatted(encoded(user), secret, bracketed(), port, encoded(database), query);
    }

    private String bracketed() {
        return host.indexOf(':') < 0 ? host : "[" + host + "]";
    }

    private static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
    }
}
