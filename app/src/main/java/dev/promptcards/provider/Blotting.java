package dev.promptcards.provider;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.secret.SealedVariables;
import dev.promptcards.secret.WrittenSecrets;

import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/// Takes the keys of one provider out of what its endpoint says: endpoints quote them in errors.
final class Blotting {

    private static final String BLOT = "***";

    /// Shorter ones would blot out ordinary words of a message.
    private static final int SHORTEST = 4;

    /// A part of a header, or of a request written out.
    private static final int SHORTEST_WORD = 8;

    /// What is an answer is the author's to judge: only what no author has in mind is taken out.
    private static final int SHORTEST_IN_ANSWER = 16;

    private static final String CUT = "…";
    private static final Pattern SPACE = Pattern.compile("\\s+");
    private static final Pattern HARMLESS =
            Pattern.compile("[\\w-]+:|https?://\\S*|HTTP/\\S+|[a-z]+/[\\w.+*-]+[;,]?|.*\\{\\{.*");

    private final List<String> keys;

    private Blotting(Set<String> keys) {
        // A key may begin like another one.
        this.keys = keys.stream().sorted(Comparator.comparing(String::length).reversed()).toList();
    }

    /// @param secrets what the run brought along, by name; addresses may be among it
    static Blotting of(ProviderSpec spec, Map<String, String> secrets) {
        var keys = new HashSet<String>();
        var config = spec.config();
        String written = config.toString();
        String named = config.path("apiKeyEnvar").asText("");
        secrets.forEach(
                (name, value) -> {
                    if (WrittenSecrets.isKey(name, TextNode.valueOf(value))
                            || name.startsWith(SealedVariables.PREFIX)
                            || name.equals(named)
                            || written.contains("env." + name)) {
                        add(keys, value);
                    }
                });
        WrittenSecrets.Replacement found =
                (_, secret) -> {
                    add(keys, secret);
                    return secret;
                };
        WrittenSecrets.inId(spec.id(), found);
        WrittenSecrets.inConfig(config, found);
        addBasic(keys, config.path("auth"));
        return new Blotting(keys);
    }

    private static void add(Set<String> keys, String secret) {
        var words = SPACE.split(secret.strip());
        if (words.length == 1 && words[0].length() >= SHORTEST) {
            keys.add(words[0]);
            return;
        }
        for (String word : words) {
            if (word.length() >= SHORTEST_WORD && !HARMLESS.matcher(word).matches()) {
                keys.add(word);
            }
        }
    }

    /// A name and a password leave in one text.
    private static void addBasic(Set<String> keys, JsonNode auth) {
        if (auth.path("password").isValueNode()) {
            var pair = auth.path("username").asText() + ":" + auth.path("password").asText();
            keys.add(Base64.getEncoder().encodeToString(pair.getBytes(StandardCharsets.UTF_8)));
        }
    }

    /// A message without keys, nor the beginning of one that an excerpt has cut off.
    String message(String text) {
        String blotted = text;
        for (String key : keys) {
            blotted = blotted.replace(key, BLOT);
            for (int end = key.length() - 1; end >= SHORTEST_WORD; end--) {
                blotted = blotted.replace(key.substring(0, end) + CUT, BLOT + CUT);
            }
        }
        return blotted;
    }

    /// The bytes of an answer without keys; the same array where there are none in it.
    byte[] answer(byte[] body) {
        // Byte for byte, whatever the answer is written in.
        String text = new String(body, StandardCharsets.ISO_8859_1);
        String blotted = text;
        for (String key : keys) {
            if (key.length() >= SHORTEST_IN_ANSWER) {
                blotted = blotted.replace(key, BLOT);
            }
        }
        return blotted.equals(text) ? body : blotted.getBytes(StandardCharsets.ISO_8859_1);
    }

    @Override
    public String toString() {
        return BLOT;
    }
}
