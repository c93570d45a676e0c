package dev.promptcards.problem;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/// A request that cannot be carried out, in the few ways the HTTP interface tells apart. The
/// message is shown to the caller as it stands.
public abstract sealed class Problem extends RuntimeException {

    private final String message;

    private Problem(String message) {
        super(message);
        this.message = message;
    }

    /// What the caller is told; unlike other exceptions these always say something.
    @Override
    public String getMessage() {
        return message;
    }

    /// What was named does not exist, or not for this caller (404).
    public static final class NotFound extends Problem {
        public NotFound(String message) {
            super(message);
        }
    }

    /// What was named was there and was removed on purpose (410).
    public static final class Gone extends Problem {
        public Gone(String message) {
            super(message);
        }
    }

    /// The request contradicts what is stored: a slug that is taken, a key used twice (409).
    public static final class Conflict extends Problem {
        public Conflict(String message) {
            super(message);
        }
    }

    /// The caller's copy is not the stored one any more: `If-Match` failed (412).
    public static final class Stale extends Problem {
        public Stale(String message) {
            super(message);
        }
    }

    /// The request itself is wrong; the message names the place and the remedy (400). Where several
    /// places are wrong, `violations` names each of them.
    public static final class Invalid extends Problem {
        private final transient List<Violation> violations;

        public Invalid(String message) {
            this(message, List.of());
        }

        public Invalid(String message, List<Violation> violations) {
            super(message);
            this.violations = List.copyOf(violations);
        }

        public List<Violation> violations() {
            return violations;
        }
    }

    /// The request is larger than what is taken (413).
    public static final class TooLarge extends Problem {
        public TooLarge(String message) {
            super(message);
        }
    }

    /// What is asked takes longer than is waited for (422); the message says how to ask for less.
    public static final class TooSlow extends Problem {
        public TooSlow(String message) {
            super(message);
        }
    }

    /// The caller is not known (401).
    public static final class Unauthenticated extends Problem {
        public Unauthenticated(String message) {
            super(message);
        }
    }

    /// A token that is asked for is not given (400), for a reason clients of OAuth know by a word.
    public static final class NotGranted extends Problem {

        private final Reason reason;

        /// Why, in the words of RFC 6749 and RFC 8628.
        public enum Reason {
            /// Nobody has decided yet: ask again after the interval.
            AUTHORIZATION_PENDING,
            /// The same, and the interval grows by five seconds.
            SLOW_DOWN,
            ACCESS_DENIED,
            EXPIRED_TOKEN,
            INVALID_GRANT,
            UNSUPPORTED_GRANT_TYPE;

            /// As it is written on the wire.
            @Override
            public String toString() {
                return name().toLowerCase(Locale.ROOT);
            }
        }

        public NotGranted(Reason reason, String message) {
            super(message);
            this.reason = reason;
        }

        public Reason reason() {
            return reason;
        }
    }

    /// The caller is known and may not do this (403).
    public static final class Forbidden extends Problem {
        public Forbidden(String message) {
            super(message);
        }
    }

    /// Something this needs is down or taken for now (503).
    public static final class Unavailable extends Problem {
        private final @Nullable Duration retryAfter;

        public Unavailable(String message) {
            super(message);
            this.retryAfter = null;
        }

        /// @param retryAfter when there may be more luck
        public Unavailable(String message, Duration retryAfter) {
            super(message);
            this.retryAfter = retryAfter;
        }

        /// Empty where nobody can tell.
        public Optional<Duration> retryAfter() {
            return Optional.ofNullable(retryAfter);
        }
    }

    /// Too many requests; try again after the given time (429).
    public static final class TooMany extends Problem {
        private final Duration retryAfter;
        private final transient Map<String, String> headers;

        public TooMany(String message, Duration retryAfter) {
            this(message, retryAfter, Map.of());
        }

        /// @param headers that tell more about the limit
        public TooMany(String message, Duration retryAfter, Map<String, String> headers) {
            super(message);
            this.retryAfter = retryAfter;
            this.headers = Map.copyOf(headers);
        }

        public Map<String, String> headers() {
            return headers;
        }

        public Duration retryAfter() {
            return retryAfter;
        }
    }
}
