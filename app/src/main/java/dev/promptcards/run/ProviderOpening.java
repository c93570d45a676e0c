package dev.promptcards.run;

import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Providers;
import dev.promptcards.provider.Resolved;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;

import jakarta.inject.Singleton;

import java.util.HashMap;
import java.util.Map;

/// Opens the providers of a run: fills `{{ env.NAME }}` in id and configuration with what the run
/// brought along, takes out what is ours and not the provider's, and resolves. Calls nobody.
@Singleton
public class ProviderOpening {

    /// Members of a configuration that the run carries out itself.
    private static final String TRANSFORM = "transform";

    private final Providers providers;
    private final Templates templates;

    ProviderOpening(Providers providers, Templates templates) {
        this.providers = providers;
        this.templates = templates;
    }

    /// What the provider comes to. One whose configuration lacks a key that was written there is
    /// misconfigured: it is never called with less than its author wrote.
    ///
    /// @param keys by name, as `OPENAI_API_KEY`
    /// @param env values of `{{ env.NAME }}`; a name that is in neither stays as it is written
    /// @param scope on whose account a filter in such a template runs
    public Resolved open(
            ProviderSpec spec,
            Map<String, String> keys,
            Map<String, String> env,
            ScriptScope scope) {
        var environment = new RunEnvironment(templates, scope, env);
        var config = environment.fill(spec.config());
        config.remove(TRANSFORM);
        var id = environment.fill(spec.id());
        if (!environment.lacking().isEmpty()) {
            return new Resolved.Misconfigured(
                    ("%s: of its configuration is missing what %s stand for; keys that were written"
                                    + " there have to be given with the run (`env`)")
                            .formatted(spec.id(), String.join(", ", environment.lacking())));
        }
        // What was written there is as secret as the keys that go by names.
        var secrets = new HashMap<>(keys);
        secrets.putAll(environment.sealed());
        return switch (providers.resolve(
                new ProviderSpec(id, spec.label(), config), secrets, scope)) {
            case Resolved.Ready ready -> ready;
            case Resolved.Unsupported(String reason) ->
                    new Resolved.Unsupported(environment.hidden(reason));
            case Resolved.Misconfigured(String reason) ->
                    new Resolved.Misconfigured(environment.hidden(reason));
        };
    }
}
