package dev.promptcards.provider.script;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.Map;

/// `script:NAME`: a provider its author wrote in JavaScript, its text as `script` in the
/// configuration.
@Singleton
final class ScriptAdapter implements Adapter {

    private static final String PREFIX = "script:";

    private final Scripts scripts;

    ScriptAdapter(Scripts scripts) {
        this.scripts = scripts;
    }

    @Override
    public boolean speaks(String id) {
        return id.startsWith(PREFIX);
    }

    @Override
    public String form() {
        return "`script:NAME` (JavaScript, as `script` in the configuration)";
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        if (!spec.config().path("script").isTextual()) {
            return new Misconfigured(
                    "%s: there is no `script` in the configuration, the text of a CommonJS module"
                            .formatted(spec.id()));
        }
        return new Ready(new ScriptProvider(spec, scripts, scope));
    }
}
