package dev.promptcards.provider;

import dev.promptcards.script.ScriptScope;

import java.util.Map;

/// One protocol. A bean of this type is all it takes to be found by [Providers].
public interface Adapter {

    /// Whether an id, such as `openai:chat:gpt-4o-mini`, is meant for this adapter.
    boolean speaks(String id);

    /// How an id for this adapter is written, for messages; empty where nobody writes one.
    String form();

    /// Never [Resolved.Unsupported] without a reason of its own: the id was meant for this adapter.
    ///
    /// @param scope on whose account scripts and templates of the configuration run
    Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope);
}
