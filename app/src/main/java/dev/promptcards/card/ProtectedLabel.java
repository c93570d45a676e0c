package dev.promptcards.card;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// Labels that are not everybody's to move.
///
/// @param pattern a label, in which `*` stands for any characters
/// @param roles who alone may move them, besides holding the permission; empty for whoever holds it
/// @param suite the slug of the suite a version must have passed to be pointed at
/// @param minPassRate how much of it, 0 to 1; there when the suite is
public record ProtectedLabel(
        String pattern,
        List<String> roles,
        Optional<String> suite,
        Optional<Double> minPassRate,
        String updatedBy,
        Instant updatedAt) {

    /// Whether `label` is one of them.
    boolean covers(String label) {
        var text = "\\Q" + pattern.replace("*", "\\E.*\\Q") + "\\E";
        return Pattern.matches(text, label);
    }
}
