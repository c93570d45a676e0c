package dev.promptcards.connection;

import dev.promptcards.connection.LiveConnections.Live;
import dev.promptcards.connection.LiveConnections.Which;
import dev.promptcards.problem.Problem;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Providers;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Misconfigured;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/// Opens providers through the connections of a workspace: the one a configuration names
/// (`connection`), else the default of its vendor, where nobody brought a key or an address. Calls
/// nobody.
@Singleton
public class ConnectedProviders {

    private final Providers providers;
    private final Passage passage;
    private final LiveConnections live;

    ConnectedProviders(Providers providers, Passage passage, LiveConnections live) {
        this.providers = providers;
        this.passage = passage;
        this.live = live;
    }

    /// What is to be opened.
    ///
    /// @param keys by name, those the run brought
    /// @param scope on whose account scripts and templates of the configuration run
    public record Wanted(ProviderSpec spec, Map<String, String> keys, ScriptScope scope) {

        @Override
        public String toString() {
            return "Wanted[" + spec.id() + "]";
        }
    }

    /// The name of the connection it would be opened through now.
    ///
    /// @throws Problem.Invalid where it names one that is not there
    public Optional<String> connectionOf(Handle handle, WorkspaceId workspace, Wanted wanted) {
        var which = which(wanted);
        var found = which.flatMap(it -> live.find(handle, workspace, it));
        if (found.isEmpty() && which.orElse(null) instanceof Which.Named(String slug)) {
            throw new Problem.Invalid("providers: " + missing(slug));
        }
        return found.map(it -> it.connection().slug());
    }

    /// What it comes to in a transaction that is under way.
    public Resolved open(Handle handle, WorkspaceId workspace, Wanted wanted) {
        var which = which(wanted);
        var found = which.flatMap(it -> live.find(handle, workspace, it));
        return opened(workspace, wanted, which, found, () -> new Misconfigured("not to be called"));
    }

    /// Whether a default connection leads to that vendor.
    public boolean hasDefault(WorkspaceId workspace, String kind) {
        return live.find(workspace, new Which.DefaultOf(kind)).isPresent();
    }

    /// What it comes to whenever somebody asks: opened again when its connection has changed.
    public Supplier<Resolved> follow(WorkspaceId workspace, Wanted wanted) {
        var which = which(wanted);
        return new Followed(
                () -> which.flatMap(it -> live.find(workspace, it)),
                (found, now) -> opened(workspace, wanted, which, found, now));
    }

    private Optional<Which> which(Wanted wanted) {
        var spec = wanted.spec();
        var named = OwnAccess.named(spec.config());
        if (named.isPresent()) {
            return Optional.of(new Which.Named(named.get()));
        }
        return providers
                .vendorOf(spec.id())
                .filter(vendor -> !vendor.isBrought(wanted.keys()))
                .filter(_ -> OwnAccess.in(spec.id(), spec.config()).isEmpty())
                .map(vendor -> new Which.DefaultOf(vendor.name()));
    }

    private Resolved opened(
            WorkspaceId workspace,
            Wanted wanted,
            Optional<Which> which,
            Optional<Live> found,
            Supplier<Resolved> now) {
        if (found.isPresent()) {
            return passage.open(workspace, found.get(), wanted, now);
        }
        return which.orElse(null) instanceof Which.Named(String slug)
                ? new Misconfigured(missing(slug))
                : providers.resolve(workspace, wanted.spec(), wanted.keys(), wanted.scope());
    }

    private static String missing(String slug) {
        return "There is no connection `%s` in this workspace: it was removed, or never was there"
                .formatted(slug);
    }
}
