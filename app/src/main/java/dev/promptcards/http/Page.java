package dev.promptcards.http;

import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// A piece of a listing. `next` is the cursor of the piece after it, null on the last one.
public record Page<T>(List<T> items, @Nullable String next) {

    /// Makes a page of rows of which one more than `limit` was asked for: the surplus row only
    /// tells that there is more.
    public static <T> Page<T> of(List<T> rows, PageRequest request, Function<T, List<String>> key) {
        if (rows.size() <= request.limit()) {
            return new Page<>(rows, null);
        }
        var items = rows.subList(0, request.limit());
        return new Page<>(
                items, new Cursor(request.listing(), key.apply(items.getLast())).encoded());
    }

    public <R> Page<R> map(Function<T, R> mapping) {
        return new Page<>(items.stream().map(mapping).toList(), next);
    }

    /// The cursor of the next page; empty on the last one.
    public Optional<String> nextCursor() {
        return Optional.ofNullable(next);
    }
}
