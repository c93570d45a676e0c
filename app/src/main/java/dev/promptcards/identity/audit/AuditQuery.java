package dev.promptcards.identity.audit;

import dev.promptcards.audit.search.AuditFilter;
import dev.promptcards.audit.search.AuditSearch;
import dev.promptcards.http.PageRequest;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Schema;

import org.jspecify.annotations.Nullable;

/// The parameters of a search; see [AuditFilter#of] for what they take.
@Introspected
record AuditQuery(
        @Parameter(
                        description =
                                "`local`, `system`, `user` or `key` for all of that kind, or one of"
                                        + " them: `user:ID`.",
                        example = "user")
                @QueryValue
                @Nullable String actor,
        @Parameter(
                        description =
                                "What was done; with a dot at its end all that begins so: `card.`.",
                        example = "card.create")
                @QueryValue
                @Nullable String action,
        @Parameter(description = "What kind of thing it was done to.", example = "card") @QueryValue
                @Nullable String objectKind,
        @Parameter(description = "Which of them it was done to; together with its kind.")
                @QueryValue
                @Nullable String objectId,
        @Parameter(description = "A date or a time (UTC): 2026-01-31 or 2026-01-31T12:00:00Z.")
                @QueryValue
                @Nullable String from,
        @Parameter(description = "A date or a time (UTC), as `from`; it is not included.")
                @QueryValue
                @Nullable String to,
        @Parameter(description = "`next` of a page of the same query.") @QueryValue
                @Nullable String cursor,
        @Parameter(
                        description = "At most so many.",
                        example = "20",
                        schema =
                                @Schema(
                                        implementation = Integer.class,
                                        minimum = "1",
                                        maximum = "1000",
                                        defaultValue = "50"))
                @QueryValue
                @Nullable Integer limit) {

    AuditFilter filter() {
        return AuditFilter.of(actor, action, objectKind, objectId, from, to);
    }

    PageRequest page() {
        return PageRequest.of(AuditSearch.LISTING, AuditSearch.CURSOR_PARTS, cursor, limit);
    }
}
