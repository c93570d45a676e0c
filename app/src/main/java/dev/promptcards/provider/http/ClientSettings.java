package dev.promptcards.provider.http;

import io.micronaut.http.client.HttpClientConfiguration;
import io.micronaut.http.client.HttpVersionSelection;

import jakarta.inject.Singleton;

import java.time.Duration;
import java.util.List;

/// How the client of [ProviderHttp] behaves. In code, not in a configuration file: the meaning of
/// its results depends on it.
@Singleton
final class ClientSettings extends HttpClientConfiguration {

    static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(10);

    private final ConnectionPoolConfiguration pool = new ConnectionPoolConfiguration();

    ClientSettings() {
        setAddressResolverGroupName(GuardedResolver.NAME);
        setConnectTimeout(CONNECT_TIMEOUT);
        setFollowRedirects(false);
        setExceptionOnErrorStatus(false);
        // Each call has its own deadline, and its own limit on what it reads.
        setReadTimeout(Duration.ofSeconds(-1));
        // One call, one connection: a connection that breaks concerns one call.
        setAlpnModes(List.of(HttpVersionSelection.ALPN_HTTP_1));
        // Uvicorn and Node close an idle connection after 5 s, and a request that meets the closing
        // is lost: let go first.
        setConnectionPoolIdleTimeout(Duration.ofSeconds(4));
        pool.setMaxConcurrentHttp1Connections(4096);
        pool.setMaxPendingConnections(256);
        pool.setAcquireTimeout(Duration.ofSeconds(30));
    }

    @Override
    public ConnectionPoolConfiguration getConnectionPoolConfiguration() {
        return pool;
    }
}
