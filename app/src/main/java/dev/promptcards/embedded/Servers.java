package dev.promptcards.embedded;

import java.util.Optional;

/// The running servers of one data directory. Closing stops them and lets the directory go.
public final class Servers implements AutoCloseable {

    private final String databaseOwnerUrl;
    private final String databaseUrl;
    private final String databaseMonitorUrl;
    private final Optional<String> redisUrl;
    private final Runnable stop;

    Servers(
            String databaseOwnerUrl,
            String databaseUrl,
            String databaseMonitorUrl,
            Optional<String> redisUrl,
            Runnable stop) {
        this.databaseOwnerUrl = databaseOwnerUrl;
        this.databaseUrl = databaseUrl;
        this.databaseMonitorUrl = databaseMonitorUrl;
        this.redisUrl = redisUrl;
        this.stop = stop;
    }

    /// `postgres://user:password@127.0.0.1:port/promptcards` of the role that owns the schema.
    public String databaseOwnerUrl() {
        return databaseOwnerUrl;
    }

    /// The same of the application's role, which row-level security binds.
    public String databaseUrl() {
        return databaseUrl;
    }

    /// The same of the login that reads how the database does, and no table.
    public String databaseMonitorUrl() {
        return databaseMonitorUrl;
    }

    /// `redis://:password@127.0.0.1:port`, or nothing where Redis does not run on this machine.
    public Optional<String> redisUrl() {
        return redisUrl;
    }

    @Override
    public void close() {
        stop.run();
    }
}
