package dev.promptcards.assertion.reading;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Collection;
import java.util.Comparator;

/// Why a kind cannot be read: it is not carried out here, or there is none of its name.
final class Unknown {

    /// Two slips of the pen.
    private static final LevenshteinDistance NEAR = new LevenshteinDistance(2);

    private Unknown() {}

    /// @param written the name as its author wrote it
    /// @param positive the same without `not-`
    /// @param known the kinds there are
    static String reason(String written, String positive, Collection<String> known) {
        String instead = instead(positive);
        if (!instead.isEmpty()) {
            return "Unsupported assertion type: " + written + ". " + instead;
        }
        return "Unknown assertion type: "
                + written
                + known.stream()
                        .filter(kind -> NEAR.apply(kind, positive) >= 0)
                        .min(
                                Comparator.<String>comparingInt(kind -> NEAR.apply(kind, positive))
                                        .thenComparing(Comparator.naturalOrder()))
                        .map(kind -> ". Did you mean " + kind + "?")
                        .orElse("");
    }

    private static String instead(String kind) {
        return switch (kind) {
            case "python", "ruby" ->
                    "It needs a process of its own. Write it as \"javascript\", or run it behind a"
                            + " \"webhook\" assertion.";
            case "pi" ->
                    "It needs a service of its own. Ask it from behind a \"webhook\" assertion, or"
                            + " use \"llm-rubric\".";
            case "search-rubric", "agent-rubric" ->
                    "Its judge needs tools of its own. Run it behind a \"webhook\" assertion, or"
                            + " use \"llm-rubric\".";
            case "human" -> "Nobody is asked during a run. Use \"llm-rubric\" or \"javascript\".";
            default -> traced(kind);
        };
    }

    private static String traced(String kind) {
        return kind.startsWith("trace-") || kind.startsWith("trajectory:")
                ? "No traces are recorded. Have the provider's transform put what is to be checked"
                        + " into the output, and use \"javascript\", \"tool-call-f1\" or a"
                        + " \"webhook\" assertion."
                : "";
    }
}
