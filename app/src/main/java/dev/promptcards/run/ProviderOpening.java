package dev.promptcards.run;

import dev.promptcards.connection.ConnectedProviders;
import dev.promptcards.connection.ConnectedProviders.Wanted;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Templates;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.HashMap;
import java.util.Map;
import java.util.function.Supplier;

/// Opens the providers of a run: fills `{{ env.NAME }}` in id and configuration with what the run
/// brought along, takes out what is ours and not the provider's, and resolves, through a connection
/// of the workspace where one is meant. Calls nobody.
@Singleton
public class ProviderOpening {

    /// Members of a configuration that the run carries out itself.
    private static final String TRANSFORM = "transform";

    /// Names the connection in a configuration.
    static final String CONNECTION = "connection";

    private final ConnectedProviders providers;
    private final Templates templates;

    ProviderOpening(ConnectedProviders providers, Templates templates) {
        this.providers = providers;
        this.templates = templates;
    }

    /// What a run brought along.
    ///
    /// @param keys by name, as `OPENAI_API_KEY`
    /// @param env values of `{{ env.NAME }}`; a name that is in neither stays as it is written
    /// @param scope on whose account a filter in such a template runs
    public record Brought(Map<String, String> keys, Map<String, String> env, ScriptScope scope) {

        @Override
        public String toString() {
            return "what a run brought";
        }
    }

    /// A provider when its run starts.
    ///
    /// @param spec as written, with the connection it goes through
    record Opened(ProviderSpec spec, Resolved resolved) {}

    /// What the provider comes to when the run starts. A default connection is pinned: what the run
    /// goes through does not change with the default.
    Opened atStart(Handle handle, WorkspaceId workspace, ProviderSpec spec, Brought brought) {
        var environment = new RunEnvironment(templates, brought.scope(), brought.env());
        var wanted = wanted(spec, brought, environment);
        var pinned = spec.config().deepCopy();
        providers
                .connectionOf(handle, workspace, wanted)
                .ifPresent(slug -> pinned.put(CONNECTION, slug));
        return new Opened(
                new ProviderSpec(spec.id(), spec.label(), pinned),
                complete(spec, environment, () -> providers.open(handle, workspace, wanted)));
    }

    /// What the provider comes to in a transaction that is under way.
    Resolved open(Handle handle, WorkspaceId workspace, ProviderSpec spec, Brought brought) {
        var environment = new RunEnvironment(templates, brought.scope(), brought.env());
        var wanted = wanted(spec, brought, environment);
        return complete(spec, environment, () -> providers.open(handle, workspace, wanted));
    }

    /// What the provider comes to, whenever somebody asks: a connection may change meanwhile.
    public Supplier<Resolved> follow(WorkspaceId workspace, ProviderSpec spec, Brought brought) {
        var environment = new RunEnvironment(templates, brought.scope(), brought.env());
        var followed = providers.follow(workspace, wanted(spec, brought, environment));
        return () -> complete(spec, environment, followed);
    }

    /// Whether the workspace has a connection by default for that vendor.
    public boolean hasDefault(WorkspaceId workspace, String vendor) {
        return providers.hasDefault(workspace, vendor);
    }

    private static Wanted wanted(ProviderSpec spec, Brought brought, RunEnvironment environment) {
        var config = environment.fill(spec.config());
        config.remove(TRANSFORM);
        var id = environment.fill(spec.id());
        // What was written there is as secret as the keys that go by names.
        var secrets = new HashMap<>(brought.keys());
        secrets.putAll(environment.sealed());
        return new Wanted(new ProviderSpec(id, spec.label(), config), secrets, brought.scope());
    }

    /// One whose configuration lacks a key that was written there is misconfigured: it is never
    /// called with less than its author wrote.
    private static Resolved complete(
            ProviderSpec spec, RunEnvironment environment, Supplier<Resolved> open) {
        if (!environment.lacking().isEmpty()) {
            return new Resolved.Misconfigured(
                    ("%s: of its configuration is missing what %s stand for; keys that were written"
                                    + " there have to be given with the run (`env`)")
                            .formatted(spec.id(), String.join(", ", environment.lacking())));
        }
        return open.get();
    }
}
