package dev.promptcards.analytics.api;

import static java.util.stream.Collectors.joining;

import dev.promptcards.analytics.Report;
import dev.promptcards.analytics.Reports;
import dev.promptcards.http.EntityTag;
import dev.promptcards.http.Page;
import dev.promptcards.identity.Needs;
import dev.promptcards.identity.Permission;
import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MediaType;
import io.micronaut.http.annotation.Controller;
import io.micronaut.http.annotation.Get;
import io.micronaut.http.annotation.Header;
import io.micronaut.http.annotation.Produces;
import io.micronaut.http.annotation.RequestBean;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;
import io.swagger.v3.oas.annotations.Parameter;
import io.swagger.v3.oas.annotations.media.Content;
import io.swagger.v3.oas.annotations.media.Schema;
import io.swagger.v3.oas.annotations.responses.ApiResponse;
import io.swagger.v3.oas.annotations.tags.Tag;

import org.jspecify.annotations.Nullable;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Clock;
import java.util.HexFormat;
import java.util.Optional;

/// Reports over the executions of a workspace.
@Controller("/api/v1/workspaces/{workspace}/analytics")
@ExecuteOn(TaskExecutors.BLOCKING)
@Tag(name = "Reports")
final class ReportController {

    private final ReportAnswers answers;
    private final ReportCsv csv;
    private final Clock clock;

    ReportController(ReportAnswers answers, ReportCsv csv, Clock clock) {
        this.answers = answers;
        this.csv = csv;
        this.clock = clock;
    }

    /// Lists the reports, with what each takes and tells.
    @Get
    @Needs(Permission.RUN_READ)
    Page<ReportView> list(WorkspaceId workspace) {
        return new Page<>(Reports.all().stream().map(ReportView::of).toList(), null);
    }

    /// Answers a report, as JSON or as CSV. An answer may be a minute old.
    @Get("/{report}")
    @Produces({MediaType.APPLICATION_JSON, MediaType.TEXT_CSV})
    @ApiResponse(
            responseCode = "200",
            description = "The answer: what was asked, the columns, and the rows.",
            content = {
                @Content(
                        mediaType = MediaType.APPLICATION_JSON,
                        schema = @Schema(implementation = ReportAnswerView.class)),
                @Content(
                        mediaType = MediaType.TEXT_CSV,
                        schema = @Schema(implementation = String.class))
            })
    @Needs(Permission.RUN_READ)
    HttpResponse<byte[]> get(
            HttpRequest<?> request,
            WorkspaceId workspace,
            @Parameter(
                            description = "Its name, as the list of reports has it.",
                            example = "daily",
                            schema =
                                    @Schema(
                                            implementation = String.class,
                                            allowableValues = {
                                                "daily",
                                                "versions",
                                                "models",
                                                "spend",
                                                "history",
                                                "failures",
                                                "flakiness",
                                                "regressions",
                                                "slowest",
                                                "costliest",
                                                "failing"
                                            }))
                    String report,
            @RequestBean ReportQuestionView asked,
            @Header(HttpHeaders.IF_NONE_MATCH) @Nullable String ifNoneMatch) {
        var named = Reports.named(report).orElseThrow(() -> unknown(report));
        var question = ReportParameters.question(named, request.getParameters(), clock.instant());
        boolean table = isTable(request, asked.format());
        var document = answers.answer(workspace, named, question);
        var body = table ? csv.write(document) : document;
        var state = new EntityTag(hash(body));
        var answer =
                state.isKnown(Optional.ofNullable(ifNoneMatch))
                        ? HttpResponse.<byte[]>notModified()
                        : HttpResponse.ok(body)
                                .contentType(
                                        table
                                                ? MediaType.TEXT_CSV_TYPE
                                                : MediaType.APPLICATION_JSON_TYPE);
        return answer.header(HttpHeaders.ETAG, state.toString())
                .header(HttpHeaders.CACHE_CONTROL, "private, no-cache")
                .header(HttpHeaders.VARY, HttpHeaders.ACCEPT);
    }

    private static boolean isTable(HttpRequest<?> request, @Nullable String format) {
        return switch (format) {
            case "csv" -> true;
            case "json" -> false;
            case null ->
                    request.accept().stream()
                            .findFirst()
                            .filter(it -> it.getName().equals(MediaType.TEXT_CSV))
                            .isPresent();
            default -> throw new Problem.Invalid("format: must be `json` or `csv`");
        };
    }

    private static Problem.NotFound unknown(String name) {
        return new Problem.NotFound(
                "There is no report `%s`. There are %s."
                        .formatted(
                                name,
                                Reports.all().stream().map(Report::name).collect(joining(", "))));
    }

    private static String hash(byte[] body) {
        try {
            var hash = MessageDigest.getInstance("SHA-256").digest(body);
            return HexFormat.of().formatHex(hash, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
