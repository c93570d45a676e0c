package dev.promptcards.card;

import org.junit.jupiter.api.Assumptions;

import java.nio.file.Files;
import java.nio.file.Path;

/// The published cards in the folder `shared` beside the project, or beside a folder it lies in.
final class PublishedCards {

    private PublishedCards() {}

    static Path file() {
        for (var folder = Path.of("").toAbsolutePath();
                folder != null;
                folder = folder.getParent()) {
            var file = folder.resolve("shared/data/prompts/cards.jsonl");
            if (Files.exists(file)) {
                return file;
            }
        }
        return Assumptions.abort("there is no shared/data/prompts beside the project");
    }
}
