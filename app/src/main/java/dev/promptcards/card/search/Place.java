package dev.promptcards.card.search;

import dev.promptcards.http.Between;
import dev.promptcards.http.Cursor;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.UUID;

/// Where a page of found cards ended: one of `time`, `title` and `rank`, and the card's id.
///
/// @param newest the newest card there was when the first page was ranked; later ones are not in
///     it, so that they push nothing out of what is ranked
record Place(
        @Nullable Instant time,
        @Nullable String title,
        @Nullable Float rank,
        @Nullable UUID id,
        @Nullable UUID newest) {

    /// Before the first one.
    static final Place START = new Place(null, null, null, null, null);

    static Place startOf(UUID newest) {
        return new Place(null, null, null, null, newest);
    }

    static Place of(Cursor cursor, CardSort sort) {
        try {
            var key = cursor.key();
            var id = UUID.fromString(key.get(1));
            return switch (sort.by()) {
                case RANK ->
                        new Place(
                                null,
                                null,
                                Float.valueOf(key.getFirst()),
                                id,
                                UUID.fromString(key.get(2)));
                case UPDATED, CREATED ->
                        new Place(
                                Between.time(key.getFirst()).orElseThrow(Cursor::broken),
                                null,
                                null,
                                id,
                                null);
                case TITLE -> new Place(null, key.getFirst(), null, id, null);
            };
        } catch (IllegalArgumentException _) {
            throw Cursor.broken();
        }
    }

    /// The key of a cursor that leads behind `last`.
    List<String> key(CardSearchRepository.Row last, CardSort sort) {
        var card = last.card();
        var id = card.id().toString();
        return switch (sort.by()) {
            case RANK ->
                    List.of(
                            String.valueOf(last.rank()),
                            id,
                            Objects.requireNonNull(newest).toString());
            case UPDATED -> List.of(card.updatedAt().toString(), id);
            case CREATED -> List.of(card.createdAt().toString(), id);
            case TITLE -> List.of(last.titleKey(), id);
        };
    }
}
