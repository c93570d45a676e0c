package dev.promptcards.provider.openai;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Fingerprint;
import dev.promptcards.provider.Prompt;
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
import dev.promptcards.provider.price.Price;

import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Optional;
import java.util.regex.Pattern;

/// Chat completions of one model at one endpoint.
final class OpenAiChat implements Provider {

    private static final JsonMapper JSON = new JsonMapper();

    /// How a list of messages begins that a stray quote or comma has broken.
    private static final Pattern MEANT_AS_MESSAGES =
            Pattern.compile("\\s*\\[\\s*\\{\\s*\"(role|content)\"\\s*:.*", Pattern.DOTALL);

    private final ChatEndpoint endpoint;
    private final URI url;
    private final ObjectNode parameters;
    private final ProviderHttp http;
    private final ChatReader reader;

    OpenAiChat(ChatEndpoint endpoint, ProviderHttp http, Optional<Price> listPrice, Clock clock) {
        this.endpoint = endpoint;
        this.url = endpoint.completions();
        this.parameters = ChatParameters.of(endpoint, JsonNodeFactory.instance.objectNode());
        this.http = http;
        this.reader = new ChatReader(endpoint, listPrice, clock);
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        if (request.prompt() instanceof Prompt.Text(String text)
                && MEANT_AS_MESSAGES.matcher(text).matches()) {
            return new Rejected(
                    0,
                    "The prompt begins as a list of chat messages and is not valid JSON, so it was"
                        + " not sent. A variable put between quotes has to be escaped: {{ name |"
                        + " dump }} without the quotes");
        }
        Reply reply = http.post(url, endpoint.headers(), body(request), endpoint.timeout());
        return switch (reply) {
            case Answered answered -> reader.read(answered, request.settings());
            case NotSent(boolean lasting, String message) ->
                    lasting ? new Rejected(0, message) : new Unavailable(Optional.empty(), message);
            case Broken(String message) -> new Lost(message);
            case TooLarge(_, String message) -> new Malformed(message, new byte[0]);
        };
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return reader.read(stored, settings, latency);
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
        identity.put("kind", "openai:chat");
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
                        : ChatParameters.of(endpoint, request.settings()));
        switch (request.prompt()) {
            case Prompt.Chat chat -> body.set("messages", chat.messages());
            case Prompt.Text(String text) ->
                    body.putArray("messages").addObject().put("role", "user").put("content", text);
        }
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
