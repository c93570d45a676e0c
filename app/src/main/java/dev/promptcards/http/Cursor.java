package dev.promptcards.http;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.problem.Problem;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;

/// Where a page ended: the sort key of its last row. To a caller it is one opaque word (base64url
/// of JSON with a version), good for the listing it came from.
public record Cursor(String listing, List<String> key) {

    private static final int VERSION = 1;
    private static final JsonMapper JSON = JsonMapper.builder().build();

    private record Wire(int v, String of, List<String> key) {}

    public String encoded() {
        try {
            return Base64.getUrlEncoder()
                    .withoutPadding()
                    .encodeToString(JSON.writeValueAsBytes(new Wire(VERSION, listing, key)));
        } catch (JsonProcessingException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// Reads a cursor that a page of `listing` gave, with `parts` parts in its key; anything else
    /// is refused.
    static Cursor decoded(String word, String listing, int parts) {
        try {
            var wire = JSON.readValue(Base64.getUrlDecoder().decode(word), Wire.class);
            if (wire != null
                    && wire.v() == VERSION
                    && listing.equals(wire.of())
                    && wire.key() != null
                    && wire.key().size() == parts
                    && !wire.key().contains(null)) {
                return new Cursor(listing, wire.key());
            }
        } catch (IOException | IllegalArgumentException _) {
            // Falls through to the one answer for every broken cursor.
        }
        throw broken();
    }

    /// The name of a listing that is searched: what is asked for is part of it, so that a cursor
    /// serves the query it came from and no other.
    ///
    /// @param query a text that is the same for the same query
    public static String listing(String name, String query) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(query.getBytes(StandardCharsets.UTF_8));
            return name + ":" + HexFormat.of().formatHex(digest, 0, 8);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    /// The key of a listing that is sorted by one whole number.
    public int number() {
        try {
            return Integer.parseInt(key.getFirst());
        } catch (NumberFormatException _) {
            throw broken();
        }
    }

    /// For a key whose parts do not read as what the listing sorts by.
    public static Problem broken() {
        return new Problem.Invalid(
                "cursor: this is no cursor of this listing, or one of another search. Take `next`"
                        + " of a page as it stands, with the same filters and order, or leave"
                        + " cursor out to begin at the first page.");
    }
}
