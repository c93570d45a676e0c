package dev.promptcards.cli;

import dev.promptcards.cli.server.CommandFailure;

import org.jspecify.annotations.Nullable;

import picocli.CommandLine.Option;

/// `--workspace`, which every command has that works in one.
final class WorkspaceOption {

    @Option(
            names = "--workspace",
            paramLabel = "SLUG",
            description = "The workspace to work in (default: ${DEFAULT-VALUE}).")
    private String slug = "default";

    /// The workspace of a slug, or the default one.
    static WorkspaceOption of(@Nullable String slug) {
        var option = new WorkspaceOption();
        if (slug != null) {
            option.slug = slug;
        }
        return option;
    }

    /// An address of the interface inside the workspace.
    ///
    /// @param below what follows the workspace, with its leading slash
    String path(String below) {
        if (!slug.matches("[a-z0-9][a-z0-9-]*")) {
            throw new CommandFailure(
                    "--workspace: `%s` is no name of a workspace.".formatted(slug));
        }
        return "/api/v1/workspaces/" + slug + below;
    }
}
