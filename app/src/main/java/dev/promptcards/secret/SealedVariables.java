package dev.promptcards.secret;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Collections;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.Map;

/// Keeps what may be a key in configurations of providers apart from them: where it was written
/// there stands `{{env.NAME}}`, and the values are sealed with the run. Nothing is lost.
///
/// A name tells the place, by a hash over the configuration without its keys. So another key in the
/// same place has the same name, and a configuration that is changed never finds a key that was
/// meant for another endpoint.
public final class SealedVariables {

    public static final String PREFIX = "PROMPTCARDS_SECRET_";

    private static final int HASH_BYTES = 6;

    private final Map<String, String> values = new LinkedHashMap<>();
    private final Map<String, Integer> used = new HashMap<>();
    private final Map<String, Map<String, String>> names = new HashMap<>();

    /// The id of a provider with variables in place of keys.
    public String id(String id) {
        return WrittenSecrets.inId(
                id,
                (path, secret) -> {
                    String place = WrittenSecrets.inId(id, (_, _) -> WrittenSecrets.BLOTTED);
                    return variable(place + "\n" + path, secret);
                });
    }

    /// A copy of the configuration of a provider with variables in place of keys.
    public ObjectNode config(String id, ObjectNode config) {
        return WrittenSecrets.inConfig(
                config,
                (path, secret) -> {
                    String place = WrittenSecrets.inId(id, (_, _) -> WrittenSecrets.BLOTTED);
                    var shown = WrittenSecrets.inConfig(config, (_, _) -> WrittenSecrets.BLOTTED);
                    return variable(place + "\n" + shown + "\n" + path, secret);
                });
    }

    /// The keys by the names of their variables.
    public Map<String, String> values() {
        return Collections.unmodifiableMap(values);
    }

    private String variable(String place, String secret) {
        return "{{env.%s}}"
                .formatted(
                        names.computeIfAbsent(place, _ -> new HashMap<>())
                                .computeIfAbsent(secret, _ -> named(place, secret)));
    }

    /// Several keys in one place are told apart by a number.
    private String named(String place, String secret) {
        String name = PREFIX + hash(place);
        int earlier = used.merge(name, 1, Integer::sum) - 1;
        String own = earlier == 0 ? name : name + "_" + (earlier + 1);
        values.put(own, secret);
        return own;
    }

    private static String hash(String place) {
        try {
            byte[] digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(place.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().withUpperCase().formatHex(digest, 0, HASH_BYTES);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
