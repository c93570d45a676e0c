package dev.promptcards.cli.server;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.core.JacksonException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import dev.promptcards.embedded.PrivateFiles;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Optional;

/// What a serving process writes into `server.json`, by which commands find it and are let in.
///
/// @param url where it listens
/// @param pid its process id
/// @param version the version of Prompt Cards it runs
/// @param role what it does: `all`, `api`, `worker` or `analytics`
/// @param databaseOwnerUrl the database as the schema's owner, if the server knows it
/// @param databaseUrl the database as the application's role
/// @param redisUrl the cache, if there is one
/// @param token what a command on this machine shows to be let in; none where people and keys
///     alone are, because the database is somebody's own
@JsonInclude(JsonInclude.Include.NON_NULL)
public record ServerFile(
        URI url,
        long pid,
        String version,
        String role,
        @Nullable String databaseOwnerUrl,
        String databaseUrl,
        @Nullable String redisUrl,
        @Nullable String token) {

    private static final JsonMapper JSON =
            JsonMapper.builder().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();

    /// Reads the file; nothing when there is none, or none of ours.
    static Optional<ServerFile> read(Path file) {
        try {
            return Optional.of(JSON.readValue(Files.readAllBytes(file), ServerFile.class));
        } catch (NoSuchFileException | JacksonException e) {
            return Optional.empty();
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be read: %s".formatted(file, e), e);
        }
    }

    /// Writes the file with mode 600, whole or not at all.
    void write(Path file) {
        try {
            PrivateFiles.write(
                    file, JSON.writerWithDefaultPrettyPrinter().writeValueAsString(this) + "\n");
        } catch (IOException e) {
            throw new CommandFailure("%s cannot be written: %s".formatted(file, e), e);
        }
    }

    /// Whether its process lives. The number may be another's by now; then nobody answers.
    boolean lives() {
        return ProcessHandle.of(pid).filter(ProcessHandle::isAlive).isPresent();
    }

    @Override
    public String toString() {
        return "ServerFile[%s, process %d]".formatted(url, pid);
    }
}
