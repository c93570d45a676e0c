package dev.promptcards.provider;

import dev.promptcards.script.ScriptScope;

import java.util.List;
import java.util.Map;

/// One protocol. A bean of this type is all it takes to be found by [Providers].
public interface Adapter {

    /// Whether an id, such as `openai:chat:gpt-4o-mini`, is meant for this adapter.
    boolean speaks(String id);

    /// How an id for this adapter is written, for messages; empty where nobody writes one.
    String form();

    /// The vendors whose key calls carry, as connections name them, each with what the names of its
    /// environment variables begin with (`OPENAI`); nobody where there is no key to keep.
    default Map<String, List<String>> vendors() {
        return Map.of();
    }

    /// Never [Resolved.Unsupported] without a reason of its own: the id was meant for this adapter.
    ///
    /// @param scope on whose account scripts and templates of the configuration run
    Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope);
}
