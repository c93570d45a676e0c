package dev.promptcards.promptfoo.file;

import com.fasterxml.jackson.databind.JsonNode;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/// The keys a mapping may have. A key that is nearly one of them is a slip that would change what
/// is tested without a word, so it is refused; any other unknown key is only named.
///
/// @param slips names that are often written and what is meant by them, beyond slips of the pen
public record Keys(String owner, Set<String> known, Map<String, String> slips) {

    private static final int SLIP = 2;

    /// Checks the keys of a mapping.
    public void check(Located mapping, Consumer<Finding> findings) throws Refusal {
        LevenshteinDistance distance = new LevenshteinDistance(SLIP);
        for (Map.Entry<String, JsonNode> entry : mapping.value().properties()) {
            String key = entry.getKey();
            if (known.contains(key)) {
                continue;
            }
            Optional<String> meant =
                    Optional.ofNullable(slips.get(key))
                            .or(
                                    () ->
                                            known.stream()
                                                    .filter(name -> name.length() > SLIP + 1)
                                                    .filter(name -> distance.apply(name, key) >= 0)
                                                    .min(
                                                            Comparator.comparing(
                                                                    name ->
                                                                            distance.apply(
                                                                                    name, key))));
            if (meant.isPresent()) {
                throw mapping.at(key)
                        .refused(
                                "%s has no key '%s'; did you mean '%s'?"
                                        .formatted(owner, key, meant.get()));
            }
            findings.accept(
                    mapping.at(key)
                            .ignored("%s has no key '%s'; passed over".formatted(owner, key)));
        }
    }
}
