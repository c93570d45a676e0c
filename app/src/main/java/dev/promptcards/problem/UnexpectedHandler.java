package dev.promptcards.problem;

import io.micronaut.http.BasicHttpAttributes;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;

import jakarta.inject.Singleton;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.nio.channels.ClosedChannelException;
import java.sql.SQLException;
import java.sql.SQLTransientConnectionException;
import java.util.Set;
import java.util.UUID;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The last handler: whatever nobody expected becomes a 500 that tells the caller an id, and the
/// log the same id with the cause.
@Singleton
final class UnexpectedHandler implements ExceptionHandler<Throwable, HttpResponse<ProblemDetails>> {

    private static final Logger LOG = LoggerFactory.getLogger(UnexpectedHandler.class);

    /// SQLSTATE of a character outside the encoding, and of U+0000 in jsonb. What takes text
    /// refuses it in better words; this is for whoever forgot.
    private static final Set<String> UNSTORABLE = Set.of("22021", "22P05");

    @Override
    public HttpResponse<ProblemDetails> handle(HttpRequest request, Throwable failure) {
        if (hasState(failure, state -> UNSTORABLE.contains(state))) {
            return ProblemDetails.of(
                            ProblemType.INVALID,
                            "A text holds a character that cannot be stored: U+0000, or half a"
                                    + " character. Remove it.")
                    .response();
        }
        if (databaseIsAway(failure)) {
            LOG.warn("{} {}: no database", request.getMethod(), address(request));
            return ProblemDetails.of(
                            ProblemType.UNAVAILABLE,
                            "The database does not answer. Try again in a moment.")
                    .response();
        }
        var id = UUID.randomUUID().toString();
        if (causes(failure).anyMatch(ClosedChannelException.class::isInstance)) {
            LOG.debug("{} {}: the caller went away", request.getMethod(), address(request));
        } else {
            LOG.error("{} {} failed [{}]", request.getMethod(), address(request), id, failure);
        }
        return ProblemDetails.unexpected(id).response();
    }

    /// As the endpoint writes it, not as it was called: a path may hold a token.
    static String address(HttpRequest<?> request) {
        return BasicHttpAttributes.getUriTemplate(request).orElse("no endpoint");
    }

    /// SQLSTATE class 08 is a lost connection, 57P a server that stops or starts; the pool's own
    /// time-out has no state but a type.
    private static boolean databaseIsAway(Throwable failure) {
        return causes(failure).anyMatch(SQLTransientConnectionException.class::isInstance)
                || hasState(failure, state -> state.startsWith("08") || state.startsWith("57P"));
    }

    private static boolean hasState(Throwable failure, Predicate<String> wanted) {
        return causes(failure)
                .filter(SQLException.class::isInstance)
                .map(cause -> ((SQLException) cause).getSQLState())
                .anyMatch(state -> state != null && wanted.test(state));
    }

    private static Stream<Throwable> causes(Throwable failure) {
        return Stream.<Throwable>iterate(failure, cause -> cause != null, Throwable::getCause)
                .limit(20);
    }
}
