package dev.promptcards.script;

import java.util.Map;
import java.util.Optional;

/// Whose jobs may share an engine. Jobs of one scope share its globals; two scopes share nothing,
/// so that a script can never change the verdicts of another tenant or run.
///
/// @param key names the scope within this process: one a run, led by the workspace
/// @param filters what the templates of this scope may call besides Nunjucks' own filters, by name;
///     the same wherever the key is
public record ScriptScope(String key, Map<String, Filter> filters) {

    public ScriptScope(String key) {
        this(key, Map.of());
    }

    /// A filter of templates: a function of a CommonJS module, as in [ScriptJob.Call]. What stands
    /// before the bar is its first argument.
    public record Filter(String module, Optional<String> function) {}
}
