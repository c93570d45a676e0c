package dev.promptcards.identity.audit;

import dev.promptcards.audit.search.AuditFilter;
import dev.promptcards.audit.search.AuditSearch;
import dev.promptcards.http.PageRequest;

import io.micronaut.core.annotation.Introspected;
import io.micronaut.http.annotation.QueryValue;

import org.jspecify.annotations.Nullable;

/// The parameters of a search; see [AuditFilter#of] for what they take.
@Introspected
record AuditQuery(
        @QueryValue @Nullable String actor,
        @QueryValue @Nullable String action,
        @QueryValue @Nullable String objectKind,
        @QueryValue @Nullable String objectId,
        @QueryValue @Nullable String from,
        @QueryValue @Nullable String to,
        @QueryValue @Nullable String cursor,
        @QueryValue @Nullable Integer limit) {

    AuditFilter filter() {
        return AuditFilter.of(actor, action, objectKind, objectId, from, to);
    }

    PageRequest page() {
        return PageRequest.of(AuditSearch.LISTING, AuditSearch.CURSOR_PARTS, cursor, limit);
    }
}
