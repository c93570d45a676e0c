package dev.promptcards.http;

import dev.promptcards.problem.Problem;

import org.jspecify.annotations.Nullable;

import java.util.Optional;

/// Which piece of a listing is wanted: at most `limit` rows (1 to 1,000, 50 where nothing is said)
/// after a cursor.
public record PageRequest(String listing, int limit, Optional<Cursor> after) {

    private static final int DEFAULT_LIMIT = 50;
    private static final int MAX_LIMIT = 1000;

    /// Reads the query parameters `cursor` and `limit`. `listing` names what is listed and `parts`
    /// counts the columns it is sorted by: a cursor of another listing is refused.
    public static PageRequest of(
            String listing, int parts, @Nullable String cursor, @Nullable Integer limit) {
        int rows = limit == null ? DEFAULT_LIMIT : limit;
        if (rows < 1 || rows > MAX_LIMIT) {
            throw new Problem.Invalid("limit: must be 1 to 1,000, and was " + rows);
        }
        return new PageRequest(
                listing,
                rows,
                Optional.ofNullable(cursor).map(word -> Cursor.decoded(word, listing, parts)));
    }

    /// How many rows a query asks for, so that `Page.of` can tell whether there is a next page.
    public int rowsToRead() {
        return limit + 1;
    }
}
