package dev.promptcards.provider.api;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Fingerprint;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.provider.http.Reply;
import dev.promptcards.provider.http.Reply.Answered;
import dev.promptcards.provider.http.Reply.Broken;
import dev.promptcards.provider.http.Reply.NotSent;
import dev.promptcards.provider.http.Reply.TooLarge;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;

/// One model at one endpoint, by one protocol.
public final class ApiProvider implements Provider {

    private static final JsonMapper JSON = new JsonMapper();
    private static final ObjectNode NO_SETTINGS = JsonNodeFactory.instance.objectNode();

    private final Endpoint endpoint;
    private final Protocol protocol;
    private final URI url;
    private final ObjectNode parameters;
    private final ProviderHttp http;
    private final ApiReplies replies;

    public ApiProvider(Endpoint endpoint, Protocol protocol, ProviderHttp http, Clock clock) {
        this.endpoint = endpoint;
        this.protocol = protocol;
        this.url = endpoint.at(protocol.path());
        this.parameters = protocol.parameters(NO_SETTINGS);
        this.http = http;
        this.replies = new ApiReplies(protocol, clock);
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        Optional<String> objection = protocol.objection(request.prompt());
        if (objection.isPresent()) {
            return new Rejected(0, objection.get());
        }
        Reply reply = http.post(url, endpoint.headers(), body(request), endpoint.timeout());
        return switch (reply) {
            case Answered answered -> replies.read(answered, request.settings());
            case NotSent(boolean lasting, String message) ->
                    lasting ? new Rejected(0, message) : new Unavailable(Optional.empty(), message);
            case Broken(String message) -> new Lost(message);
            case TooLarge(_, String message) -> new Malformed(message, new byte[0]);
        };
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return replies.read(stored, settings, latency);
    }

    @Override
    public boolean metered() {
        return true;
    }

    @Override
    public String connection() {
        return endpoint.connection();
    }

    @Override
    public ObjectNode identity() {
        ObjectNode identity = JsonNodeFactory.instance.objectNode();
        identity.put("kind", protocol.kind());
        identity.put("model", endpoint.model());
        identity.put("url", withoutQuery(url));
        if (url.getRawQuery() != null) {
            // May hold a key.
            identity.put("query", Fingerprint.of(url.getRawQuery()));
        }
        identity.set("parameters", parameters);
        return identity;
    }

    private byte[] body(ProviderRequest request) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        body.setAll(
                request.settings().isEmpty()
                        ? parameters
                        : protocol.parameters(request.settings()));
        protocol.ask(request.prompt(), body);
        try {
            return JSON.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("A JSON tree can be written", e);
        }
    }

    private static String withoutQuery(URI url) {
        String text = url.toString();
        int query = text.indexOf('?');
        return query < 0 ? text : text.substring(0, query);
    }
}
