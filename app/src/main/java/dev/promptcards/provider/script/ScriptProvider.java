package dev.promptcards.provider.script;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.Fingerprint;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderRequest;
import dev.promptcards.provider.ProviderResult;
import dev.promptcards.provider.ProviderResult.Malformed;
import dev.promptcards.provider.ProviderResult.Rejected;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Optional;
import java.util.SequencedMap;

/// An author's provider. Its module exports a class with `callApi(prompt, context)`, an object that
/// has it, or a function that does its work; a class is made once for each engine, as in promptfoo
/// it is made once for each run.
final class ScriptProvider implements Provider {

    private static final JsonMapper JSON = new JsonMapper();

    /// The module that calls the author's: it is given the prompt, the context, and what a class is
    /// made with.
    private static final String CALLER =
            """
            const inner = { exports: {} };
            new Function('module', 'exports', 'require', %s)(inner, inner.exports, require);
            const name = %s;
            const all = inner.exports;
            const whole = typeof all === 'function' || !all?.default ? all : all.default;
            const written = name ? all[name] ?? all.default?.[name] : whole;
            const callsApi = (it) => typeof it?.callApi === 'function';
            const isClass = callsApi(written?.prototype) || /^class\\b/.test(String(written));
            let made;
            module.exports = (prompt, context, options) => {
              if (!isClass && typeof written === 'function') {
                return written(prompt, context, options);
              }
              made ??= isClass ? new written(options) : written;
              if (!callsApi(made)) {
                throw new Error('it exports no class with callApi(prompt, context), and no function');
              }
              return made.callApi(prompt, context);
            };
            """;

    private final ProviderSpec spec;
    private final String module;
    private final ObjectNode options;
    private final Scripts scripts;
    private final ScriptScope scope;

    ScriptProvider(ProviderSpec spec, Scripts scripts, ScriptScope scope) {
        this.spec = spec;
        this.scripts = scripts;
        this.scope = scope;
        ObjectNode config = spec.config().deepCopy();
        JsonNode script = config.remove("script");
        JsonNode function =
                config.has("function") ? config.remove("function") : TextNode.valueOf("");
        config.remove("timeoutMs");
        this.module = CALLER.formatted(script, function);
        this.options = JsonNodeFactory.instance.objectNode();
        options.put("id", spec.label().orElse(spec.id())).set("config", config);
    }

    @Override
    public ProviderResult call(ProviderRequest request) {
        long start = System.nanoTime();
        ObjectNode context = JsonNodeFactory.instance.objectNode();
        context.set("vars", request.vars());
        ObjectNode prompt = context.putObject("prompt");
        prompt.put("raw", request.prompt().asText());
        prompt.put("label", request.prompt().asText());
        prompt.set("config", request.settings());
        SequencedMap<String, JsonNode> arguments = new LinkedHashMap<>();
        arguments.put("prompt", TextNode.valueOf(request.prompt().asText()));
        arguments.put("context", context);
        arguments.put("options", options);
        ScriptResult result = scripts.call(module, Optional.empty(), scope, arguments);
        Duration latency = Duration.ofNanos(System.nanoTime() - start);
        return switch (result) {
            case ScriptResult.Value(JsonNode value) ->
                    ScriptedAnswer.of(
                            value, value.toString().getBytes(StandardCharsets.UTF_8), latency);
            case ScriptResult.Failed(String message) -> new Rejected(0, said(message));
            case ScriptResult.Stopped(String message) -> new Rejected(0, said(message));
        };
    }

    @Override
    public ProviderResult read(byte[] stored, ObjectNode settings, Duration latency) {
        try {
            return ScriptedAnswer.of(JSON.readTree(stored), stored, latency);
        } catch (IOException e) {
            return new Malformed("the stored answer is no JSON", stored);
        }
    }

    @Override
    public boolean metered() {
        return false;
    }

    @Override
    public String connection() {
        return "script";
    }

    @Override
    public ObjectNode identity() {
        return JsonNodeFactory.instance
                .objectNode()
                .put("kind", "script")
                .put("model", spec.id().substring("script:".length()))
                // The configuration may hold a key.
                .put("made", Fingerprint.of(module, Fingerprint.canonical(options)));
    }

    @Override
    public boolean readsVars() {
        return true;
    }

    private String said(String message) {
        return "%s: %s".formatted(spec.id(), message);
    }
}
