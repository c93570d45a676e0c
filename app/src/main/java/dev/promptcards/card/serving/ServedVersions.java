package dev.promptcards.card.serving;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.github.benmanes.caffeine.cache.Cache;
import com.github.benmanes.caffeine.cache.Caffeine;

import dev.promptcards.cache.Bulkheads;
import dev.promptcards.cache.Family;
import dev.promptcards.card.CardId;
import dev.promptcards.card.CardVersions;
import dev.promptcards.card.VersionRef;
import dev.promptcards.card.VersionView;
import dev.promptcards.card.serving.ServedVersion.Labelled;
import dev.promptcards.http.EntityTag;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.context.annotation.Value;
import io.micronaut.core.convert.format.ReadableBytes;

import jakarta.inject.Singleton;

import java.util.Objects;
import java.util.Optional;

/// Versions that are asked for, remembered in the process for as long as there is room: a version
/// is immutable, so that what is remembered is right.
@Singleton
class ServedVersions {

    /// What an entry takes beside its text, and how many times it holds that: parsed and as bytes.
    private static final int OVERHEAD = 1_000;

    private static final int COPIES = 3;

    private final CardVersions versions;
    private final Bulkheads bulkheads;
    private final ObjectMapper json;
    private final Cache<Place, ServedVersion> known;

    /// @param most bytes for all of them
    ServedVersions(
            CardVersions versions,
            Bulkheads bulkheads,
            ObjectMapper json,
            @ReadableBytes @Value("${promptcards.cache.versions:32MB}") int most) {
        this.versions = versions;
        this.bulkheads = bulkheads;
        this.json = json;
        this.known =
                Caffeine.newBuilder()
                        .maximumWeight(most)
                        .weigher((Place _, ServedVersion it) -> weight(it))
                        .build();
    }

    /// One version under one label; the workspace's and the card's names stand in the answer.
    private record Place(WorkspaceId workspace, CardId card, int number, String label) {}

    /// A version, if it is remembered. Waits for nothing.
    Optional<ServedVersion> remembered(
            WorkspaceId workspace, CardId card, int number, String label) {
        return Optional.ofNullable(known.getIfPresent(new Place(workspace, card, number, label)));
    }

    /// A version. Asks the database where it is not remembered: one of those who ask at once.
    ServedVersion get(WorkspaceId workspace, CardId card, String slug, int number, String label) {
        return Objects.requireNonNull(
                known.get(
                        new Place(workspace, card, number, label),
                        _ -> read(workspace, slug, number, label)));
    }

    private ServedVersion read(WorkspaceId workspace, String slug, int number, String label) {
        var version =
                bulkheads.within(
                        Family.LABEL,
                        workspace,
                        () -> versions.get(workspace, slug, new VersionRef.Number(number)));
        return new ServedVersion(
                version,
                bytes(new Labelled(slug, label, VersionView.of(version))),
                new EntityTag("v" + number));
    }

    private byte[] bytes(Labelled answer) {
        try {
            return json.writeValueAsBytes(answer);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a record of ours is JSON", e);
        }
    }

    private static int weight(ServedVersion version) {
        return (int) Math.min(Integer.MAX_VALUE, OVERHEAD + (long) COPIES * version.json().length);
    }
}
