package dev.promptcards.provider.request;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.Map;

/// `webhook:URL`: posts `{prompt, config}` and reads `{output}`. An endpoint like any other, whose
/// request and answer are agreed on.
@Singleton
final class WebhookAdapter implements Adapter {

    private static final String PREFIX = "webhook:";
    private static final String OUTPUT =
            """
            (json, text) => {
              if (typeof json?.output === 'string') return { output: json.output };
              throw new Error('answered without a text as output: ' + text.slice(0, 200));
            }
            """;

    private final HttpAdapter http;

    WebhookAdapter(HttpAdapter http) {
        this.http = http;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith(PREFIX);
    }

    @Override
    public String form() {
        return "`webhook:URL`";
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        String url = spec.id().substring(PREFIX.length());
        if (url.isBlank()) {
            return new Misconfigured("`webhook:` names no URL; write `webhook:https://host/path`");
        }
        ObjectNode told = spec.config().deepCopy();
        var timeout = told.remove("timeoutMs");
        ObjectNode config = JsonNodeFactory.instance.objectNode();
        ObjectNode body = config.put("url", url).put("method", "POST").putObject("body");
        body.put("prompt", "{{ prompt }}");
        if (!told.isEmpty()) {
            body.set("config", told);
        }
        config.put("transformResponse", OUTPUT);
        config.put("validateStatus", "status < 400");
        if (timeout != null) {
            config.set("timeoutMs", timeout);
        }
        return http.open(new ProviderSpec(url, spec.label(), config), secrets, scope);
    }
}
