package dev.promptcards.provider.request;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Fingerprint;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Lost;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderResult.Unavailable;
import dev.promptcards.provider.http.AddressPolicy;
import dev.promptcards.provider.http.ProviderHttp;
import dev.promptcards.provider.http.Reply.Answered;
import dev.promptcards.provider.http.Reply.Broken;
import dev.promptcards.provider.http.Reply.NotSent;
import dev.promptcards.provider.http.Reply.TooLarge;
import dev.promptcards.provider.script.Scripts;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;

import java.time.Clock;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// An endpoint its author describes.
final class HttpProvider implements Provider {

    /// What calls are made with, whatever the endpoint.
    record Tools(
            ProviderHttp http,
            AddressPolicy addresses,
            Templates templates,
            Scripts scripts,
            Clock clock) {}

    private final OwnRequest own;
    private final Duration timeout;
    private final Tools tools;
    private final ScriptScope scope;
    private final AnswerReader reader;

    HttpProvider(OwnRequest own, Duration timeout, Tools tools, ScriptScope scope) {
        this.own = own;
        this.timeout = timeout;
        this.tools = tools;
        this.scope = scope;
        this.reader = new AnswerReader(own.config(), tools.scripts(), scope, tools.clock());
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        Outgoing outgoing;
        try {
            outgoing = outgoing(request);
        } catch (Unfit e) {
            return new Rejected(0, e.reason());
        }
        Optional<String> refusal = tools.addresses().refusal(outgoing.url());
        if (refusal.isPresent()) {
            return new Rejected(0, refusal.get());
        }
        var reply =
                tools.http()
                        .send(
                                outgoing.method(),
                                outgoing.url(),
                                outgoing.headers(),
                                outgoing.body(),
                                timeout);
        return switch (reply) {
            case Answered answered -> reader.read(answered);
            case NotSent(boolean lasting, String message) ->
                    lasting ? new Rejected(0, message) : new Unavailable(Optional.empty(), message);
            case Broken(String message) -> new Lost(message);
            case TooLarge(_, String message) -> new Malformed(message, new byte[0]);
        };
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        return reader.read(stored, latency);
    }

    @Override
    public boolean metered() {
        return true;
    }

    @Override
    public String connection() {
        return Fingerprint.of(own.url(), own.config().path("headers").toString()).substring(0, 32);
    }

    /// Of the configuration no more than a hash: any part of it may hold a key.
    @Override
    public ObjectNode identity() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "http")
                .put("request", Fingerprint.of(own.url(), Fingerprint.canonical(own.config())));
    }

    @Override
    public boolean readsVars() {
        return true;
    }

    private Outgoing outgoing(ProviderRequest request) throws Unfit {
        ObjectNode vars = request.vars().deepCopy();
        var prompt = TextNode.valueOf(request.prompt().asText());
        vars.set("prompt", prompt);
        return own.fill(new Fill(tools.templates(), scope, vars), transformed(prompt, vars));
    }

    private JsonNode transformed(JsonNode prompt, ObjectNode vars) throws Unfit {
        JsonNode transform = own.config().path("transformRequest");
        if (!Scripts.isWritten(transform)) {
            return prompt;
        }
        SequencedMap<String, JsonNode> arguments = new LinkedHashMap<>();
        arguments.put("prompt", prompt);
        arguments.put("vars", vars);
        arguments.put("context", JsonNodeFactory.instance.objectNode().set("vars", vars));
        return switch (tools.scripts().run(transform, scope, arguments)) {
            case ScriptResult.Value(JsonNode value) -> value;
            case ScriptResult.Failed(String message) ->
                    throw new Unfit("Failed to transform request: " + message);
            case ScriptResult.Stopped(String message) ->
                    throw new Unfit("Failed to transform request: " + message);
        };
    }
}
