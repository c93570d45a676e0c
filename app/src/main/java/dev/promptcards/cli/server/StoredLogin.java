package dev.promptcards.cli.server;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import java.net.URI;
import java.time.Clock;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// The sign-in kept for a server. Its access token is renewed when it is about to end, by one
/// command of all that run: the others find the new one in the file.
final class StoredLogin implements Access {

    private final URI server;
    private final Logins logins;
    private final Clock clock;
    private Login login;

    StoredLogin(URI server, Logins logins, Login login, Clock clock) {
        this.server = server;
        this.logins = logins;
        this.login = login;
        this.clock = clock;
    }

    @Override
    public synchronized String word() {
        if (!login.isFresh(clock.instant())) {
            login = logins.change(server, this::renewed).orElseThrow(this::ended);
        }
        return login.accessToken();
    }

    @Override
    public String remedy() {
        return "Sign in again: `promptcards login --server %s`.".formatted(server);
    }

    private Optional<Login> renewed(Optional<Login> stored) {
        return stored.isPresent() && !stored.get().isFresh(clock.instant())
                ? renew(stored.get())
                : stored;
    }

    private Optional<Login> renew(Login old) {
        var body =
                JsonNodeFactory.instance
                        .objectNode()
                        .put("grantType", "refresh_token")
                        .put("refreshToken", old.refreshToken());
        // An answer that is lost may be asked for once more, by who has this key and nobody else.
        var key = Map.of("Idempotency-Key", UUID.randomUUID().toString());
        try (ApiClient client = new ApiClient(server, Access.NONE)) {
            return Optional.of(Login.of(ask(client, body, key), clock.instant()));
        } catch (Refusal e) {
            if (e.error().equals("invalid_grant")) {
                return Optional.empty();
            }
            throw e;
        }
    }

    private static JsonNode ask(ApiClient client, JsonNode body, Map<String, String> key) {
        try {
            return client.post("/api/v1/auth/token", body, key);
        } catch (Refusal e) {
            throw e;
        } catch (CommandFailure lost) {
            return client.post("/api/v1/auth/token", body, key);
        }
    }

    private CommandFailure ended() {
        return new CommandFailure(
                "Your sign-in at %s has ended: it expired, was signed out, or its tokens were used"
                                .formatted(server)
                        + " elsewhere. "
                        + remedy());
    }
}
