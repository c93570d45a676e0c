package dev.promptcards.promptfoo.inline;

import dev.promptcards.promptfoo.file.FilesRead;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;
import dev.promptcards.promptfoo.file.TextFile;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Set;

/// Pictures and sounds as texts, the way promptfoo puts them into prompts: a picture as an address
/// that holds it (`data:image/png;base64,…`), a sound or a film as bare base64.
final class Media {

    private static final long MAX_BYTES = 20L << 20;

    private static final Map<String, String> PICTURES =
            Map.of(
                    "png", "image/png",
                    "jpg", "image/jpeg",
                    "jpeg", "image/jpeg",
                    "gif", "image/gif",
                    "webp", "image/webp",
                    "bmp", "image/bmp",
                    "svg", "image/svg+xml");

    private static final Set<String> SOUNDS_AND_FILMS =
            Set.of("mp3", "wav", "ogg", "m4a", "flac", "aac", "mp4", "webm", "mov");

    private Media() {}

    static boolean is(String extension) {
        return PICTURES.containsKey(extension) || SOUNDS_AND_FILMS.contains(extension);
    }

    static String read(Path file, String extension) throws Refusal {
        FilesRead.note(file);
        try {
            if (Files.size(file) > MAX_BYTES) {
                throw new Place(file, 0)
                        .refused("holds more than %d MiB".formatted(MAX_BYTES >> 20));
            }
            String base64 = Base64.getEncoder().encodeToString(Files.readAllBytes(file));
            String type = PICTURES.get(extension);
            return type == null ? base64 : "data:%s;base64,%s".formatted(type, base64);
        } catch (IOException e) {
            throw TextFile.refusal(file, e);
        }
    }
}
