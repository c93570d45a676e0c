package dev.promptcards.cli.server;

import com.fasterxml.jackson.databind.JsonNode;

import java.time.Instant;

/// The tokens of a sign-in, as they are kept on this machine.
///
/// @param accessEnds by this machine's clock
public record Login(String accessToken, Instant accessEnds, String refreshToken) {

    /// Tokens are renewed this long before they end: a request takes its time to arrive.
    private static final int EARLY_SECONDS = 30;

    /// Reads a server's answer that came at `now`.
    public static Login of(JsonNode answer, Instant now) {
        return new Login(
                answer.path("accessToken").asText(),
                now.plusSeconds(answer.path("expiresIn").asLong()),
                answer.path("refreshToken").asText());
    }

    boolean isFresh(Instant now) {
        return now.isBefore(accessEnds.minusSeconds(EARLY_SECONDS));
    }

    @Override
    public String toString() {
        return "Login[until " + accessEnds + "]";
    }
}
