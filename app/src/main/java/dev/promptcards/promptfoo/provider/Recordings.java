package dev.promptcards.promptfoo.provider;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Located;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.tests.TestReader;
import dev.promptcards.promptfoo.tests.TestSource;
import dev.promptcards.promptfoo.tests.TestSource.Format;

import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The recorded answers of a `replay` provider: read here from `config.file`, as the server has no
/// access to it, and put in its place as `config.recordings`.
final class Recordings {

    private Recordings() {}

    /// @param model whose answers are wanted; those of others stay behind
    static void inline(Located provider, Folder folder, String model, ObjectNode config)
            throws Refusal {
        String name = config.path("file").asText("");
        if (name.isEmpty()) {
            return;
        }
        List<Path> files = folder.expand(provider.at("config"), name);
        if (files.isEmpty()) {
            throw provider.place()
                    .refused("no file of recordings '%s' in %s".formatted(name, folder.shown()));
        }
        config.remove("file");
        ArrayNode recordings = config.putArray("recordings");
        for (Path file : files) {
            boolean lines = file.toString().toLowerCase(Locale.ROOT).endsWith(".jsonl");
            TestSource source = new TestSource.File(file, lines ? Format.JSONL : Format.YAML);
            try (TestReader reader = source.open()) {
                for (Optional<Located> one = reader.next(); one.isPresent(); one = reader.next()) {
                    if (one.get().value().path("model").asText(model).equals(model)) {
                        recordings.add(one.get().value());
                    }
                }
            }
        }
    }
}
