package dev.promptcards.database;

import dev.promptcards.problem.Problem;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/// Reads one address. By hand, because `java.net.URI` loses a host with an underscore and shows the
/// password in its messages.
final class DatabaseUrlParser {

    private static final String FORM = "postgres://user:password@host:5432/database";
    private static final String TRUST_OF_THE_JDK = "org.postgresql.ssl.DefaultJavaSSLFactory";

    /// libpq's names of what may stand in the query, and the driver's.
    private static final Map<String, String> DRIVER_NAMES =
            Map.of(
                    "application_name", "ApplicationName",
                    "connect_timeout", "connectTimeout",
                    "channel_binding", "channelBinding",
                    "options", "options",
                    "target_session_attrs", "targetServerType",
                    "sslcert", "sslcert",
                    "sslkey", "sslkey",
                    "sslpassword", "sslpassword",
                    "sslrootcert", "sslrootcert");

    /// Our own spelling, which [DatabaseUrl#reveal] writes, is read back as well.
    private static final Set<String> DRIVER_PARAMETERS =
            Set.of(
                    "ApplicationName",
                    "connectTimeout",
                    "channelBinding",
                    "targetServerType",
                    "sslfactory",
                    "prepareThreshold");

    private final String name;
    private final String text;

    DatabaseUrlParser(String name, String text) {
        this.name = name;
        this.text = text.strip();
    }

    DatabaseUrl parse() {
        int start = afterScheme();
        int query = text.indexOf('?', start);
        String address = query < 0 ? text.substring(start) : text.substring(start, query);
        int slash = address.indexOf('/');
        String authority = slash < 0 ? address : address.substring(0, slash);
        int at = authority.lastIndexOf('@');
        if (at <= 0) {
            throw wrong("names no user");
        }
        String login = authority.substring(0, at);
        int colon = login.indexOf(':');
        String user = decoded(colon < 0 ? login : login.substring(0, colon));
        String password = colon < 0 ? "" : decoded(login.substring(colon + 1));
        if (user.isEmpty()) {
            throw wrong("names no user");
        }
        String database = slash < 0 ? "" : decoded(address.substring(slash + 1));
        String server = authority.substring(at + 1);
        String host = host(server);
        return new DatabaseUrl(
                host,
                port(server),
                database.isEmpty() ? user : database,
                user,
                password,
                parameters(host, query < 0 ? "" : text.substring(query + 1)));
    }

    private int afterScheme() {
        for (String scheme : new String[] {"postgres://", "postgresql://"}) {
            if (text.regionMatches(true, 0, scheme, 0, scheme.length())) {
                return scheme.length();
            }
        }
        throw wrong("does not begin with postgres:// or postgresql://");
    }

    private String host(String server) {
        if (server.indexOf(',') >= 0) {
            throw wrong("names several hosts; name one");
        }
        int end = server.startsWith("[") ? server.indexOf(']') : portColon(server);
        if (server.startsWith("[")) {
            if (end < 0) {
                throw wrong("opens a [ before an IPv6 address and does not close it");
            }
            return server.substring(1, end);
        }
        String host = decoded(end < 0 ? server : server.substring(0, end));
        if (host.isEmpty()) {
            throw wrong("names no host");
        }
        if (host.indexOf(':') >= 0) {
            throw wrong("has a host with several colons; an IPv6 address stands in [ ]");
        }
        return host;
    }

    private int port(String server) {
        int colon = portColon(server);
        if (colon < 0 || colon == server.length() - 1) {
            return 5432;
        }
        try {
            int port = Integer.parseInt(server, colon + 1, server.length(), 10);
            if (port > 0 && port < 65_536) {
                return port;
            }
        } catch (NumberFormatException e) {
            // Reported below without the text, which may be the rest of a password.
        }
        throw wrong(
                "has no port number after the host; write / @ : # ? in a password as %2F %40 %3A"
                        + " %23 %3F");
    }

    private static int portColon(String server) {
        int colon = server.lastIndexOf(':');
        return colon > server.lastIndexOf(']') ? colon : -1;
    }

    private Map<String, String> parameters(String host, String query) {
        Map<String, String> given = new HashMap<>();
        for (String pair : query.isEmpty() ? new String[0] : query.split("&")) {
            int equals = pair.indexOf('=');
            if (equals <= 0) {
                throw wrong("has a parameter without a value after the ?");
            }
            given.put(pair.substring(0, equals), decoded(pair.substring(equals + 1)));
        }
        String sslMode = given.remove("sslmode");
        Map<String, String> driver = new HashMap<>();
        given.forEach((key, value) -> driver.put(driverName(key), value));
        secure(driver, sslMode == null ? (isLoopback(host) ? "disable" : "verify-full") : sslMode);
        return driver;
    }

    private String driverName(String key) {
        if (DRIVER_PARAMETERS.contains(key)) {
            return key;
        }
        String driverName = DRIVER_NAMES.get(key);
        if (driverName == null) {
            throw wrong(
                    "has the unknown parameter %s; known are sslmode, %s"
                            .formatted(
                                    key,
                                    String.join(
                                            ", ",
                                            DRIVER_NAMES.keySet().stream().sorted().toList())));
        }
        return driverName;
    }

    private void secure(Map<String, String> driver, String sslMode) {
        boolean ownTrust =
                driver.containsKey("sslrootcert") && !"system".equals(driver.get("sslrootcert"));
        switch (sslMode) {
            case "disable" -> driver.put("sslmode", "disable");
            case "verify-ca" -> driver.put("sslmode", ownTrust ? "verify-ca" : "verify-full");
            case "require", "verify-full" -> driver.put("sslmode", "verify-full");
            case "allow", "prefer" ->
                    throw wrong(
                            ("has sslmode=%s, which accepts any server; write verify-full,"
                                            + " or disable where the network is trusted")
                                    .formatted(sslMode));
            default ->
                    throw wrong(
                            "has an unknown sslmode; write verify-full, verify-ca, require or"
                                    + " disable");
        }
        if (!sslMode.equals("disable") && !ownTrust && !driver.containsKey("sslcert")) {
            driver.remove("sslrootcert");
            driver.put("sslfactory", TRUST_OF_THE_JDK);
        }
    }

    private static boolean isLoopback(String host) {
        return host.equals("localhost")
                || host.equals("::1")
                || host.matches("127(\\.\\d{1,3}){3}");
    }

    private String decoded(String part) {
        var bytes = new ByteArrayOutputStream(part.length());
        for (int i = 0; i < part.length(); ) {
            int character = part.codePointAt(i);
            if (character == '%') {
                if (i + 3 > part.length()
                        || !part.substring(i + 1, i + 3).matches("[0-9a-fA-F]{2}")) {
                    throw wrong(
                            "has a % that is not followed by two hexadecimal digits; write % itself"
                                    + " as %25");
                }
                bytes.write(Integer.parseInt(part, i + 1, i + 3, 16));
                i += 3;
            } else {
                bytes.writeBytes(Character.toString(character).getBytes(StandardCharsets.UTF_8));
                i += Character.charCount(character);
            }
        }
        try {
            return StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes.toByteArray()))
                    .toString();
        } catch (CharacterCodingException e) {
            throw wrong("has percent-encoded bytes that are not UTF-8");
        }
    }

    private Problem.Invalid wrong(String what) {
        return new Problem.Invalid("%s %s. Expected: %s".formatted(name, what, FORM));
    }
}
