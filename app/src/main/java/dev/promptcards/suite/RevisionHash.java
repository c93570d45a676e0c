package dev.promptcards.suite;

import com.fasterxml.jackson.databind.node.ObjectNode;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/// SHA-256 over a revision's defaults and its cases in order: two uploads that say the same give
/// the same hash, whatever the order of their members.
final class RevisionHash {

    private final MessageDigest digest;

    RevisionHash(ObjectNode defaults) {
        try {
            digest = MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
        add(CanonicalJson.write(defaults));
    }

    void add(TestCase testCase) {
        add(testCase.key());
        add(testCase.description().orElse(""));
        add(CanonicalJson.write(testCase.vars()));
        add(CanonicalJson.write(testCase.assertions()));
        add(CanonicalJson.write(testCase.options()));
        add(testCase.threshold().toString());
        add(CanonicalJson.write(testCase.metadata()));
        add(testCase.unsupported().orElse(""));
        add(testCase.expansion().toString());
        // Nothing is added where there is none: revisions of before keep their hashes.
        if (!testCase.overrides().members().isEmpty()) {
            add(CanonicalJson.write(testCase.overrides().members()));
        }
    }

    byte[] digest() {
        return digest.digest();
    }

    private void add(String part) {
        var bytes = part.getBytes(StandardCharsets.UTF_8);
        // Each part is led by its length: ("ab", "c") and ("a", "bc") differ.
        digest.update((bytes.length + ":").getBytes(StandardCharsets.US_ASCII));
        digest.update(bytes);
    }
}
