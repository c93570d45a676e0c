package dev.promptcards.provider.limit;

import dev.promptcards.provider.Decorator;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Puts the limits of its connection around a provider: the ones its configuration sets, and the
/// one found out by being pushed back, both for each workspace apart. A provider that bills nobody
/// and has no limit set gets none.
@Singleton
final class Throttle implements Decorator {

    private static final int MANY = 1_000;

    private final Quotas quotas;
    private final Map<String, AdaptiveConcurrency> connections = new ConcurrentHashMap<>();

    Throttle(Quotas quotas) {
        this.quotas = quotas;
    }

    @Override
    public Resolved around(WorkspaceId workspace, Provider provider, ProviderSpec spec) {
        Limits limits;
        try {
            limits = Limits.in(spec.config());
        } catch (IllegalArgumentException e) {
            return new Misconfigured("%s: %s".formatted(spec.id(), e.getMessage()));
        }
        if (!provider.metered() && limits.isEmpty()) {
            return new Ready(provider);
        }
        if (connections.size() > MANY) {
            connections.values().removeIf(AdaptiveConcurrency::isIdle);
        }
        // Two workspaces with one key share an account at its vendor, and nothing here: what one
        // uses would show in how long the other waits.
        String connection = workspace + ":" + provider.connection();
        AdaptiveConcurrency concurrency =
                connections.computeIfAbsent(
                        connection, _ -> new AdaptiveConcurrency(Integer.MAX_VALUE));
        return new Ready(
                new Throttled(
                        provider,
                        concurrency,
                        limits.isEmpty() ? Quota.UNLIMITED : quotas.of(connection, limits)));
    }
}
