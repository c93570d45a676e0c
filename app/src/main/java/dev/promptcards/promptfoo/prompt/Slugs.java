package dev.promptcards.promptfoo.prompt;

import java.nio.file.Path;
import java.text.Normalizer;
import java.util.HashSet;
import java.util.Locale;
import java.util.Set;

/// Names for the cards and the suite of a configuration: lower case, digits, hyphens. They come
/// from where the configuration stands and what its author named, never from the text of a prompt,
/// so that an edited prompt is a new version of the same card.
public final class Slugs {

    private static final int MAX_LENGTH = 100;

    /// Folders that say nothing about what is tested.
    private static final Set<String> GENERIC =
            Set.of(
                    "eval",
                    "evals",
                    "evaluation",
                    "test",
                    "tests",
                    "promptfoo",
                    "config",
                    "src",
                    "prompts",
                    "");

    private final String name;
    private final Set<String> taken = new HashSet<>();

    public Slugs(Path config) {
        this.name = nameOf(config.toAbsolutePath().normalize());
    }

    /// The name of the suite.
    public String suite() {
        return name;
    }

    /// A name for a card, not given before.
    String card(String part) {
        String wanted = cut(name + "-" + slug(part));
        String slug = wanted;
        for (int i = 2; !taken.add(slug); i++) {
            slug = wanted + "-" + i;
        }
        return slug;
    }

    static String slug(String text) {
        String ascii = Normalizer.normalize(text, Normalizer.Form.NFD).toLowerCase(Locale.ROOT);
        String slug =
                ascii.replaceAll("\\p{M}", "")
                        .replaceAll("[^a-z0-9]+", "-")
                        .replaceAll("^-|-$", "");
        return slug.isEmpty() ? "prompt" : cut(slug);
    }

    private static String nameOf(Path config) {
        StringBuilder name = new StringBuilder();
        Path folder = config.getParent();
        // Two folders are enough to tell configurations apart, and stay the same on another
        // machine.
        Path own = folder == null ? null : folder.getFileName();
        Path above =
                folder == null || folder.getParent() == null
                        ? null
                        : folder.getParent().getFileName();
        if (own != null
                && above != null
                && GENERIC.contains(own.toString().toLowerCase(Locale.ROOT))) {
            name.append(above).append('-');
        }
        name.append(own == null ? "" : own);
        String stem = config.getFileName().toString().replaceFirst("\\.[^.]*$", "");
        if (!stem.equals("promptfooconfig")) {
            name.append('-').append(stem.replace("promptfooconfig", ""));
        }
        return slug(name.toString());
    }

    private static String cut(String slug) {
        return slug.length() <= MAX_LENGTH
                ? slug
                : slug.substring(0, MAX_LENGTH).replaceAll("-$", "");
    }
}
