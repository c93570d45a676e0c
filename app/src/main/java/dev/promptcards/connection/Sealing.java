package dev.promptcards.connection;

import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.secret.Secrets;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.UncheckedIOException;

/// Seals credentials for the row of their connection, and opens them again for that row alone.
@Singleton
final class Sealing {

    private static final JsonMapper JSON = new JsonMapper();

    private final Secrets secrets;

    Sealing(Secrets secrets) {
        this.secrets = secrets;
    }

    /// Null where there is nothing to seal.
    byte @Nullable [] seal(WorkspaceId workspace, ConnectionId id, Credentials credentials) {
        try {
            return credentials.isEmpty()
                    ? null
                    : secrets.seal(workspace, id.value(), JSON.writeValueAsBytes(credentials));
        } catch (IOException e) {
            throw new UncheckedIOException("Texts can be written as JSON", e);
        }
    }

    /// Throws a [dev.promptcards.problem.Problem] where it was sealed for another row or under
    /// another key.
    Credentials open(WorkspaceId workspace, ConnectionId id, byte @Nullable [] sealed) {
        if (sealed == null) {
            return Credentials.NONE;
        }
        try {
            return JSON.readValue(secrets.open(workspace, id.value(), sealed), Credentials.class);
        } catch (IOException e) {
            // Its own words would quote what was read.
            throw new IllegalStateException("Credentials of a connection are in no known form");
        }
    }
}
