package dev.promptcards.cli;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Which events of which chain a command is about.
final class AuditOptions {

    @Mixin private WorkspaceOption workspace = new WorkspaceOption();

    @Option(
            names = "--installation",
            description = "What belongs to no workspace: sign-ins, people.")
    private boolean installation;

    @Option(
            names = "--actor",
            paramLabel = "ACTOR",
            description = "Who did it: local, system, user, key, user:ID or key:ID.")
    private @Nullable String actor;

    @Option(
            names = "--action",
            paramLabel = "ACTION",
            description = "What was done: card.update, or all that begin so: card.")
    private @Nullable String action;

    @Option(
            names = "--object",
            paramLabel = "KIND[:ID]",
            description = "To what: card, or card:ID.")
    private @Nullable String object;

    @Option(names = "--from", paramLabel = "TIME", description = "From a date or time on (UTC).")
    private @Nullable String from;

    @Option(names = "--to", paramLabel = "TIME", description = "Before a date or time (UTC).")
    private @Nullable String to;

    /// An address below that of the chain, with the filters as its query.
    ///
    /// @param more parameters besides, `name=value`
    String path(String below, String... more) {
        var parameters = new ArrayList<>(List.of(more));
        add(parameters, "actor", actor);
        add(parameters, "action", action);
        if (object != null) {
            var parts = object.split(":", 2);
            add(parameters, "objectKind", parts[0]);
            add(parameters, "objectId", parts.length > 1 ? parts[1] : null);
        }
        add(parameters, "from", from);
        add(parameters, "to", to);
        var address = installation ? "/api/v1/audit" + below : workspace.path("/audit" + below);
        return parameters.isEmpty() ? address : address + "?" + String.join("&", parameters);
    }

    private static void add(List<String> parameters, String name, @Nullable String value) {
        if (value != null) {
            parameters.add(name + "=" + URLEncoder.encode(value, StandardCharsets.UTF_8));
        }
    }
}
