package dev.promptcards.promptfoo.tests;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Lines;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.inline.ScriptFiles;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.List;

/// Tests a script makes. It runs once, so that what is checked is what is run, and its tests are in
/// memory from then on.
final class GeneratedTests {

    private final ScriptFiles scripts;
    private final Folder folder;
    private final Place place;
    private final String name;
    private final JsonNode config;
    private @Nullable List<Located> made;

    /// @param config what the script is called with; a missing node if nothing
    GeneratedTests(ScriptFiles scripts, Folder folder, Place place, String name, JsonNode config) {
        this.scripts = scripts;
        this.folder = folder;
        this.place = place;
        this.name = name;
        this.config = config;
    }

    List<Located> all() throws Refusal {
        if (made == null) {
            JsonNode tests =
                    scripts.made(
                            folder,
                            place,
                            name,
                            config.isMissingNode() ? List.of() : List.of(config));
            if (!tests.isContainerNode()) {
                throw place.refused("the script '%s' made no list of tests".formatted(name));
            }
            Path file = Path.of(ScriptFiles.fileOf(name));
            made = TestSource.items(new Located(file, tests, Lines.single(0)));
        }
        return made;
    }
}
