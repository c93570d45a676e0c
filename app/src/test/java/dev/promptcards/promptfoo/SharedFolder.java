package dev.promptcards.promptfoo;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.nio.file.Files;
import java.nio.file.Path;

/// The folder `shared` that lies beside the project on some machines; tests that need it are
/// skipped elsewhere.
public final class SharedFolder {

    private SharedFolder() {}

    /// A file or folder within it.
    public static Path path(String name) {
        for (Path above = Path.of("").toAbsolutePath(); above != null; above = above.getParent()) {
            Path found = above.resolve("shared").resolve(name);
            if (Files.exists(found)) {
                return found;
            }
        }
        assumeTrue(false, "no folder 'shared' beside the project");
        throw new IllegalStateException();
    }
}
