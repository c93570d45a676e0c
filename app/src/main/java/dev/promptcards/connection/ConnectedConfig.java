package dev.promptcards.connection;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.connection.LiveConnections.Live;
import dev.promptcards.provider.limit.Limits;

import java.util.Locale;
import java.util.Map;

/// Puts a connection into the configuration of a provider, where the adapters look for what it
/// says. What comes out holds the key: it goes to an adapter and nowhere else.
final class ConnectedConfig {

    private static final String HTTP = "http";

    private ConnectedConfig() {}

    /// @param written by the run, without anything of [OwnAccess]
    static ObjectNode of(Live live, ObjectNode written) {
        var connection = live.connection();
        ObjectNode config = written.deepCopy();
        config.remove(OwnAccess.CONNECTION);
        if (connection.kind().equals(HTTP)) {
            config.put("url", connection.baseUrl().orElse("") + config.path("url").asText(""));
        } else {
            connection.baseUrl().ifPresent(url -> config.put("apiBaseUrl", url));
        }
        letIn(live, config);
        ObjectNode headers =
                config.get("headers") instanceof ObjectNode own
                        ? own
                        : JsonNodeFactory.instance.objectNode();
        var names = live.credentials().headers().keySet();
        headers.propertyStream()
                .map(Map.Entry::getKey)
                .filter(name -> names.contains(name.toLowerCase(Locale.ROOT)))
                .toList()
                .forEach(headers::remove);
        live.credentials().headers().forEach(headers::put);
        if (!headers.isEmpty()) {
            config.set("headers", headers);
        }
        if (connection.limits() instanceof ObjectNode limits && !limits.isEmpty()) {
            // One bucket for all runs: a limit of a run's own would be another.
            config.remove(Limits.KEYS);
            config.setAll(limits);
        }
        return config;
    }

    private static void letIn(Live live, ObjectNode config) {
        String key = live.credentials().key();
        if (key.isEmpty()) {
            config.put("apiKeyRequired", false);
        } else if (live.connection().kind().equals(HTTP)) {
            config.putObject("auth").put("type", "bearer").put("token", key);
        } else {
            config.put("apiKey", key);
        }
    }
}
