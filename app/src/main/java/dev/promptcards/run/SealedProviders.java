package dev.promptcards.run;

import dev.promptcards.secret.SealedVariables;

import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// The providers a run is asked for, with variables in place of the keys written into them. What
/// holds no key any more is stored with the columns; the values are sealed.
///
/// @param env what templates find under `env`, those variables among it
record SealedProviders(List<RunRequest.ProviderChoice> choices, Map<String, String> env) {

    static SealedProviders of(List<RunRequest.ProviderChoice> written, Map<String, String> env) {
        var variables = new SealedVariables();
        var choices = written.stream().map(choice -> sealed(choice, variables)).toList();
        var all = new HashMap<>(env);
        all.putAll(variables.values());
        return new SealedProviders(choices, Map.copyOf(all));
    }

    private static RunRequest.ProviderChoice sealed(
            RunRequest.ProviderChoice choice, SealedVariables variables) {
        return new RunRequest.ProviderChoice(
                variables.id(choice.id()),
                choice.label(),
                choice.config() == null ? null : variables.config(choice.id(), choice.config()),
                choice.connection(),
                choice.prompts());
    }
}
