package dev.promptcards.run;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.problem.Problem;
import dev.promptcards.provider.Provider;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The columns of a run: providers × prompts, less those a provider does not want.
final class ColumnPlan {

    /// A column, and what its provider came to.
    record Planned(Column column, Resolved resolved) {}

    private ColumnPlan() {}

    /// @param open what a provider comes to. One that cannot be called still has its columns: they
    ///     end as errors that say why, and the others go on.
    static List<Planned> columns(
            List<RunRequest.ProviderChoice> providers,
            List<Pins.PinnedPrompt> prompts,
            Function<ProviderSpec, ProviderOpening.Opened> open) {
        var columns = new ArrayList<Planned>();
        for (var provider : providers) {
            var opened = open.apply(spec(provider));
            var spec = opened.spec();
            var resolved = opened.resolved();
            var named = named(resolved, spec);
            for (var prompt : prompts) {
                if (provider.prompts() == null || provider.prompts().contains(prompt.label())) {
                    columns.add(
                            new Planned(
                                    new Column(
                                            columns.size(),
                                            prompt.cardId(),
                                            prompt.version(),
                                            prompt.label(),
                                            provider.id(),
                                            spec.label(),
                                            named.kind(),
                                            named.model(),
                                            spec.config()),
                                    resolved));
                }
            }
        }
        if (columns.isEmpty()) {
            throw new Problem.Invalid("providers: none of them is tried on any of the prompts");
        }
        return columns;
    }

    private static ProviderSpec spec(RunRequest.ProviderChoice choice) {
        var config =
                choice.config() == null
                        ? JsonNodeFactory.instance.objectNode()
                        : choice.config().deepCopy();
        if (choice.connection() != null) {
            config.put("connection", choice.connection());
        }
        return new ProviderSpec(choice.id(), Optional.ofNullable(choice.label()), config);
    }

    private static ModelName named(Resolved resolved, ProviderSpec spec) {
        return switch (resolved) {
            case Resolved.Ready(Provider provider) -> ModelName.of(provider);
            case Resolved.Unsupported _, Resolved.Misconfigured _ -> ModelName.of(spec.id());
        };
    }
}
