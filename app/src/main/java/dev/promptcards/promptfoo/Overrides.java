package dev.promptcards.promptfoo;

import dev.promptcards.promptfoo.file.Folder;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// What the command line says in place of the configuration. Names of files in it are relative to
/// the folder the command is given in, and may lead anywhere: who gives it is trusted.
///
/// @param root how far up files may lie; the configuration's folder where it is not given
/// @param prompts texts or files
/// @param providers ids or files
/// @param tests a file
/// @param vars for all tests that do not set them
/// @param prefix before every prompt
/// @param suffix behind every prompt
/// @param grader judges where no test says otherwise
/// @param environment where the command is given
public record Overrides(
        Optional<Path> root,
        Optional<String> description,
        List<String> prompts,
        List<String> providers,
        Optional<String> tests,
        Map<String, String> vars,
        Optional<String> prefix,
        Optional<String> suffix,
        Optional<String> grader,
        Filters filters,
        Environment environment) {

    /// Nothing but the configuration.
    public static final Overrides NONE =
            new Overrides(
                    Optional.empty(),
                    Optional.empty(),
                    List.of(),
                    List.of(),
                    Optional.empty(),
                    Map.of(),
                    Optional.empty(),
                    Optional.empty(),
                    Optional.empty(),
                    Filters.NONE,
                    Environment.NONE);

    boolean changesDefaults() {
        return !vars.isEmpty() || prefix.isPresent() || suffix.isPresent() || grader.isPresent();
    }

    /// Where names on the command line lead.
    static Folder here() {
        Path here = Path.of("").toAbsolutePath();
        return new Folder(here, Optional.ofNullable(here.getRoot()).orElse(here));
    }
}
