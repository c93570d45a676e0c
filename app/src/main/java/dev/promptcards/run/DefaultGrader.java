package dev.promptcards.run;

import java.util.List;
import java.util.function.BiPredicate;

/// Whom a judged assertion asks where nobody is named: the models that promptfoo takes
/// (`src/providers/defaults.ts`, November 2026), by the keys that are there.
public final class DefaultGrader {

    private static final String OPENAI = "openai:chat:gpt-5.5-2026-04-23";
    private static final List<String> GOOGLE_KEYS =
            List.of("GEMINI_API_KEY", "GOOGLE_API_KEY", "PALM_API_KEY");

    private DefaultGrader() {}

    /// The provider's id, for questions that are answered with text.
    ///
    /// @param hasKey whether there is a key of that name, or another way to that vendor
    public static String text(BiPredicate<String, String> hasKey) {
        if (hasKey.test("OPENAI_API_KEY", "openai")) {
            return OPENAI;
        }
        if (hasKey.test("ANTHROPIC_API_KEY", "anthropic")) {
            return "anthropic:messages:claude-sonnet-4-6";
        }
        if (GOOGLE_KEYS.stream().anyMatch(name -> hasKey.test(name, "google"))) {
            return "google:gemini-2.5-pro";
        }
        return hasKey.test("MISTRAL_API_KEY", "mistral") ? "mistral:mistral-large-latest" : OPENAI;
    }
}
