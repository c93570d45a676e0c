package dev.promptcards.connection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.connection.ConnectedProviders.Wanted;
import dev.promptcards.connection.LiveConnections.Live;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Providers;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.VendorKeys;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/// Opens a provider through a connection, if it is meant for that vendor, asks a model that is
/// allowed, and leads where the connection leads.
@Singleton
final class Passage {

    private final Providers providers;

    Passage(Providers providers) {
        this.providers = providers;
    }

    /// @param now what the same comes to later
    Resolved open(WorkspaceId workspace, Live found, Wanted wanted, Supplier<Resolved> now) {
        var spec = wanted.spec();
        var connection = found.connection();
        var vendor = providers.vendorOf(spec.id());
        if (vendor.filter(it -> it.name().equals(connection.kind())).isEmpty()) {
            return new Misconfigured(
                    "The connection `%s` leads to %s, and `%s` is meant for another"
                            .formatted(connection.slug(), connection.kind(), spec.id()));
        }
        var own = OwnAccess.in(spec.id(), spec.config());
        if (own.isPresent()) {
            return new Misconfigured(
                    "%s stands beside the connection `%s`, which says by itself where it leads; take one of them out"
                            .formatted(own.get(), connection.slug()));
        }
        var keys = without(vendor.get(), wanted.keys());
        var config = ConnectedConfig.of(found, spec.config());
        var unwritten = ConnectedConfig.of(found, JsonNodeFactory.instance.objectNode());
        var bare = resolve(workspace, wanted, keys, unwritten);
        return switch (resolve(workspace, wanted, keys, config)) {
            case Ready(Provider first) when !leadsWhere(bare, first) ->
                    new Misconfigured(
                            "The configuration of `%s` leads elsewhere than the connection `%s`"
                                    .formatted(spec.id(), connection.slug()));
            case Ready(Provider first) ->
                    priced(workspace, found, wanted, keys, config, first, now);
            case Resolved other -> other;
        };
    }

    private Resolved priced(
            WorkspaceId workspace,
            Live found,
            Wanted wanted,
            Map<String, String> keys,
            ObjectNode config,
            Provider first,
            Supplier<Resolved> now) {
        var connection = found.connection();
        for (var named :
                List.of(
                        first.identity().path("model"),
                        config.path("model"),
                        config.path("passthrough").path("model"))) {
            var refusal = Models.refusal(connection, named);
            if (refusal.isPresent()) {
                return new Misconfigured(refusal.get());
            }
        }
        var price = connection.price(first.identity().path("model").asText());
        if (price.isEmpty()) {
            return new Ready(new Connected(first, found, now));
        }
        price.get().into(config);
        return switch (resolve(workspace, wanted, keys, config)) {
            case Ready(Provider priced) -> new Ready(new Connected(priced, found, now));
            case Resolved other -> other;
        };
    }

    private Resolved resolve(
            WorkspaceId workspace, Wanted wanted, Map<String, String> keys, ObjectNode config) {
        var spec = wanted.spec();
        return providers.resolve(
                workspace, new ProviderSpec(spec.id(), spec.label(), config), keys, wanted.scope());
    }

    /// However an adapter finds its address: the key goes where it would go without what the run
    /// has written.
    private static boolean leadsWhere(Resolved bare, Provider written) {
        return bare instanceof Ready(Provider unwritten)
                && origin(unwritten).equals(origin(written));
    }

    private static String origin(Provider provider) {
        return provider.identity().path("url").asText("").replaceFirst("^(\\w+://[^/?#]*).*", "$1");
    }

    /// Of the variables a run brought, those that let nobody in and lead nowhere.
    private static Map<String, String> without(VendorKeys vendor, Map<String, String> keys) {
        var others = new HashMap<>(keys);
        others.keySet().removeIf(vendor::owns);
        return others;
    }
}
