package dev.promptcards.card;

import com.fasterxml.jackson.databind.JsonNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.TreeMap;

/// SHA-256 of a content in one spelling: equal contents hash alike whatever the order of their
/// fields or the spelling of their numbers, which `jsonb` does not keep either.
final class ContentHash {

    private final MessageDigest digest;

    private ContentHash() {
        try {
            this.digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    static byte[] of(CardContent content) {
        var hash = new ContentHash();
        switch (content.body()) {
            case PromptBody.Text(var template) -> hash.part('T', template);
            case PromptBody.Chat(var messages) -> hash.tree(messages);
            case PromptBody.Script(var script, var function) -> {
                hash.part('S', script);
                hash.part('F', function.orElse(""));
            }
        }
        hash.tree(CardJson.tree(content.variables()));
        hash.tree(content.settings());
        return hash.digest.digest();
    }

    private void tree(JsonNode node) {
        switch (node.getNodeType()) {
            case OBJECT -> {
                var sorted = new TreeMap<String, JsonNode>();
                node.properties().forEach(field -> sorted.put(field.getKey(), field.getValue()));
                part('{', Integer.toString(sorted.size()));
                sorted.forEach(
                        (name, value) -> {
                            part('k', name);
                            tree(value);
                        });
            }
            case ARRAY -> {
                part('[', Integer.toString(node.size()));
                node.forEach(this::tree);
            }
            case NUMBER -> part('n', node.decimalValue().stripTrailingZeros().toString());
            case STRING -> part('s', node.textValue());
            case BOOLEAN, NULL, MISSING, BINARY, POJO -> part('c', node.asText());
        }
    }

    /// Every part is led by its kind and length: no two contents give the same bytes.
    private void part(char kind, String text) {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        digest.update(
                (kind + Integer.toString(bytes.length) + ':').getBytes(StandardCharsets.UTF_8));
        digest.update(bytes);
    }
}
