package dev.promptcards.embedded;

import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;
import java.util.List;
import java.util.Properties;
import java.util.stream.Collectors;

/// The passwords of one data directory's servers: random, in a file of mode 600, never changed. One
/// that an older release did not know yet is added.
record Credentials(
        String superuser, String owner, String application, String monitor, String redis) {

    /// The role that starts the cluster and is used for nothing after its bootstrap.
    static final String SUPERUSER = "postgres";

    /// The role that owns the database and runs the migrations.
    static final String OWNER = "promptcards_owner";

    /// The role the application works as; row-level security binds it.
    static final String APPLICATION = "promptcards";

    /// The login that reads how the database does, of all workspaces, and no table.
    static final String MONITOR = "promptcards_watcher";

    private static final List<String> NAMES =
            List.of(SUPERUSER, OWNER, APPLICATION, MONITOR, "redis");

    private static final int PASSWORD_BYTES = 24;

    /// Reads the passwords of `directory`, or makes them up when it has none.
    static Credentials of(Path directory) throws IOException {
        Path file = directory.resolve("credentials");
        Properties stored = new Properties();
        if (Files.exists(file)) {
            try (Reader reader = Files.newBufferedReader(file)) {
                stored.load(reader);
            }
        }
        SecureRandom random = new SecureRandom();
        if (!stored.keySet().containsAll(NAMES)) {
            NAMES.forEach(name -> stored.putIfAbsent(name, password(random)));
            PrivateFiles.write(file, written(stored));
        }
        return new Credentials(
                required(stored, SUPERUSER, file),
                required(stored, OWNER, file),
                required(stored, APPLICATION, file),
                required(stored, MONITOR, file),
                required(stored, "redis", file));
    }

    @Override
    public String toString() {
        return "Credentials[hidden]";
    }

    private static String written(Properties passwords) {
        return NAMES.stream()
                .map(name -> name + "=" + passwords.getProperty(name) + "\n")
                .collect(Collectors.joining());
    }

    private static String password(SecureRandom random) {
        byte[] bytes = new byte[PASSWORD_BYTES];
        random.nextBytes(bytes);
        // Hexadecimal needs no escaping: not in a URL, not in SQL, not in redis.conf.
        return HexFormat.of().formatHex(bytes);
    }

    private static String required(Properties stored, String name, Path file) throws IOException {
        String value = stored.getProperty(name);
        if (value == null || !value.matches("[0-9a-f]+")) {
            throw new IOException("%s holds no password for %s".formatted(file, name));
        }
        return value;
    }
}
