package dev.promptcards.provider;

import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.provider.Resolved.Ready;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Collectors;

/// Makes providers out of specs: finds the adapter, and puts around what it opens what all get.
@Singleton
public class Providers {

    private final List<Adapter> adapters;
    private final List<Decorator> decorators;

    public Providers(List<Adapter> adapters, List<Decorator> decorators) {
        this.adapters = adapters;
        this.decorators = decorators;
    }

    /// Calls nobody. The environment of this process plays no part: a key is in `secrets` or in the
    /// spec.
    ///
    /// @param workspace whose calls they will be
    /// @param scope on whose account scripts and templates of the configuration run
    public Resolved resolve(
            WorkspaceId workspace,
            ProviderSpec spec,
            Map<String, String> secrets,
            ScriptScope scope) {
        return adapters.stream()
                .filter(adapter -> adapter.speaks(spec.id()))
                .findFirst()
                .map(adapter -> decorated(workspace, discreet(adapter, spec, secrets, scope), spec))
                .orElseGet(() -> unsupported(spec));
    }

    /// The vendor an id is meant for; empty where nobody keeps a key for it.
    public Optional<VendorKeys> vendorOf(String id) {
        String prefix = id.replaceFirst(":.*", "").toLowerCase(Locale.ROOT);
        return adapters.stream()
                .filter(adapter -> adapter.speaks(id))
                .findFirst()
                .map(Adapter::vendors)
                .flatMap(vendors -> VendorKeys.named(prefix, vendors));
    }

    /// The names of all vendors, in order.
    public SortedSet<String> vendors() {
        return adapters.stream()
                .flatMap(adapter -> VendorKeys.of(adapter.vendors()))
                .map(VendorKeys::name)
                .collect(Collectors.toCollection(TreeSet::new));
    }

    private static Resolved discreet(
            Adapter adapter, ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        var blotting = Blotting.of(spec, secrets);
        return switch (adapter.open(spec, secrets, scope)) {
            case Ready(Provider provider) -> new Ready(new Discreet(provider, blotting));
            case Unsupported(String reason) -> new Unsupported(blotting.message(reason));
            case Misconfigured(String reason) -> new Misconfigured(blotting.message(reason));
        };
    }

    private Resolved decorated(WorkspaceId workspace, Resolved opened, ProviderSpec spec) {
        Resolved resolved = opened;
        for (Decorator decorator : decorators) {
            if (!(resolved instanceof Ready(Provider provider))) {
                return resolved;
            }
            resolved = decorator.around(workspace, provider, spec);
        }
        return resolved;
    }

    private Unsupported unsupported(ProviderSpec spec) {
        return new Unsupported(
                "The provider `%s` is not supported. Supported are %s"
                        .formatted(
                                spec.id(),
                                adapters.stream()
                                        .map(Adapter::form)
                                        .filter(form -> !form.isEmpty())
                                        .sorted()
                                        .collect(Collectors.joining("; "))));
    }
}
