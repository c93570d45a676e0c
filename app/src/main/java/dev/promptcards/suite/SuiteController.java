package dev.promptcards.suite;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.http.Cursor;
import dev.promptcards.http.Page;
import dev.promptcards.http.PageRequest;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.WorkspaceTransactions;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Body;
import io.micronaut.http.annotation.Consumes;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Post;
import io.micronaut.http.annotation.QueryValue;
import io.micronaut.http.server.types.files.StreamedFile;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import org.jspecify.annotations.Nullable;

import java.io.InputStream;
import java.util.List;

/// Suites over HTTP.
@Controller("/api/v1/workspaces/{workspace}/suites")
@ExecuteOn(TaskExecutors.BLOCKING)
class SuiteController {

    private final Suites suites;
    private final CaseRepository cases;
    private final SuiteExport exports;
    private final WorkspaceTransactions transactions;

    SuiteController(
            Suites suites,
            CaseRepository cases,
            SuiteExport exports,
            WorkspaceTransactions transactions) {
        this.suites = suites;
        this.cases = cases;
        this.exports = exports;
        this.transactions = transactions;
    }

    /// A case as it goes over the wire, the shape it is uploaded in.
    record CaseView(
            int position,
            String key,
            @Nullable String description,
            ObjectNode vars,
            @com.fasterxml.jackson.annotation.JsonProperty("assert") ArrayNode assertions,
            ObjectNode options,
            @Nullable Double threshold,
            ObjectNode metadata,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode providerOutput,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode provider,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> providers,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable List<String> prompts,
            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable JsonNode assertScoringFunction) {

        static CaseView of(TestCase testCase) {
            return new CaseView(
                    testCase.position(),
                    testCase.key(),
                    testCase.description().orElse(null),
                    testCase.vars(),
                    testCase.assertions(),
                    testCase.options(),
                    testCase.threshold().isPresent() ? testCase.threshold().getAsDouble() : null,
                    testCase.metadata(),
                    testCase.overrides().providerOutput().orElse(null),
                    testCase.overrides().provider().orElse(null),
                    testCase.overrides().providers().orElse(null),
                    testCase.overrides().prompts().orElse(null),
                    testCase.overrides().scoring().orElse(null));
        }
    }

    @Get
    @Needs(Permission.SUITE_READ)
    Page<TestSuite> list(
            WorkspaceId workspace,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        var request = PageRequest.of("suites", 1, cursor, limit);
        var after = request.after().map(c -> c.key().getFirst()).orElse("");
        return Page.of(
                suites.list(workspace, after, request.rowsToRead()),
                request,
                suite -> List.of(suite.slug()));
    }

    @Get("/{slug}")
    @Needs(Permission.SUITE_READ)
    TestSuite get(WorkspaceId workspace, String slug) {
        return suites.get(workspace, slug);
    }

    /// The cases of a revision in their order; of the newest where none is named.
    @Get("/{slug}/cases")
    @Needs(Permission.SUITE_READ)
    Page<CaseView> cases(
            WorkspaceId workspace,
            String slug,
            @QueryValue @Nullable Integer revision,
            @QueryValue @Nullable String cursor,
            @QueryValue @Nullable Integer limit) {
        var suite = suites.get(workspace, slug);
        var request = PageRequest.of("cases", 1, cursor, limit);
        int after = request.after().map(Cursor::number).orElse(-1);
        int wanted = revision == null ? suite.revision() : revision;
        var rows =
                transactions.inWorkspace(
                        workspace,
                        handle -> {
                            var _ =
                                    cases.defaults(handle, workspace, suite.id(), wanted)
                                            .orElseThrow(
                                                    () ->
                                                            new Problem.NotFound(
                                                                    "suite '%s' has no revision %d"
                                                                            .formatted(
                                                                                    slug, wanted)));
                            return cases.page(
                                    handle,
                                    workspace,
                                    suite.id(),
                                    wanted,
                                    after,
                                    request.rowsToRead());
                        });
        return Page.of(rows, request, row -> List.of(String.valueOf(row.position())))
                .map(CaseView::of);
    }

    /// The newest revision as the lines an upload takes: what all cases inherit and the setup
    /// first, then a case a line.
    @Get(value = "/{slug}/export", produces = "application/x-ndjson")
    @Needs(Permission.DATA_EXPORT)
    HttpResponse<StreamedFile> export(WorkspaceId workspace, String slug) {
        return HttpResponse.ok(
                        new StreamedFile(
                                exports.open(workspace, suites.get(workspace, slug)),
                                MediaType.of("application/x-ndjson")))
                .header(HttpHeaders.CACHE_CONTROL, "no-store");
    }

    /// A new revision from newline-delimited JSON, see [Suites#upload]; 201 where it says something
    /// new, 200 where the suite already is so.
    @Post("/{slug}/revisions")
    @Consumes("application/x-ndjson")
    @Needs(Permission.SUITE_WRITE)
    HttpResponse<Suites.Uploaded> upload(
            WorkspaceId workspace, String slug, @Body InputStream body) {
        var uploaded = suites.upload(workspace, slug, body, Actor.current().name());
        return uploaded.created() ? HttpResponse.created(uploaded) : HttpResponse.ok(uploaded);
    }
}
