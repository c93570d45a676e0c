package dev.promptcards.run;

import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.queue.RunId;
import dev.promptcards.secret.Secrets;
import dev.promptcards.tenancy.WorkspaceId;

import jakarta.inject.Singleton;

import org.jdbi.v3.core.Handle;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Map;

/// What a run may use and nobody may read: keys and environment values. Encrypted at rest, bound to
/// workspace and run, deleted with the run's end.
@Singleton
public class RunSecrets {

    /// @param keys by name, as `OPENAI_API_KEY`
    /// @param env for templates; among it what was written into configurations of providers
    public record Content(Map<String, String> keys, Map<String, String> env) {

        public static final Content NONE = new Content(Map.of(), Map.of());

        @Override
        public String toString() {
            return "run secrets";
        }
    }

    private final Secrets secrets;
    private final ObjectMapper json;

    RunSecrets(Secrets secrets, ObjectMapper json) {
        this.secrets = secrets;
        this.json = json;
    }

    void store(Handle handle, WorkspaceId workspace, RunId run, Content content) {
        if (content.equals(Content.NONE)) {
            return;
        }
        try {
            var ciphertext = secrets.seal(workspace, run.value(), json.writeValueAsBytes(content));
            RunRepository.bound(
                            handle.createUpdate(
                                    """
                                    INSERT INTO run_secrets (workspace_id, run_id, sealed)
                                    VALUES (:workspaceId, :runId, :sealed)
                                    ON CONFLICT DO NOTHING
                                    """),
                            workspace,
                            run)
                    .bind("sealed", ciphertext)
                    .execute();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What the run was given; nothing once the run has ended.
    public Content open(Handle handle, WorkspaceId workspace, RunId run) {
        return RunRepository.bound(
                        handle.createQuery(
                                """
                                SELECT sealed FROM run_secrets
                                 WHERE workspace_id = :workspaceId AND run_id = :runId
                                """),
                        workspace,
                        run)
                .mapTo(byte[].class)
                .findOne()
                .map(bytes -> read(secrets.open(workspace, run.value(), bytes)))
                .orElse(Content.NONE);
    }

    private Content read(byte[] plain) {
        try {
            return json.readValue(plain, Content.class);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
