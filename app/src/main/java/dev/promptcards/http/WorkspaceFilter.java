package dev.promptcards.http;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.Workspaces;

import io.micronaut.context.BeanProvider;
import io.micronaut.core.annotation.Order;
import io.micronaut.core.convert.ConversionContext;
import io.micronaut.core.convert.TypeConverter;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ConditionalFilter;
import io.micronaut.http.server.annotation.PreMatching;
import io.micronaut.scheduling.TaskExecutors;
import io.micronaut.scheduling.annotation.ExecuteOn;

import jakarta.inject.Singleton;

import java.util.Optional;

/// Finds the workspace an address names (`/api/v1/workspaces/{workspace}/…`), so that an endpoint
/// simply takes a `WorkspaceId workspace`. The look-up may ask the database, which the conversion
/// of a path variable, on an event loop, must not wait for: so this runs before, where waiting is
/// allowed.
@ServerFilter("/**")
@Order(0)
public final class WorkspaceFilter implements ConditionalFilter {

    private static final String PREFIX = "/api/v1/workspaces/";

    private final Workspaces workspaces;

    WorkspaceFilter(Workspaces workspaces) {
        this.workspaces = workspaces;
    }

    /// What is remembered need not be found.
    @Override
    public boolean isEnabled(HttpRequest<?> request) {
        return isInside(request) && workspaces.remembered(slug(request)).isEmpty();
    }

    @PreMatching
    @RequestFilter
    @ExecuteOn(TaskExecutors.BLOCKING)
    void find(HttpRequest<?> request) {
        var slug = slug(request);
        if (workspaces.idOf(slug).isEmpty()) {
            throw unknown(slug);
        }
    }

    /// Whether a request's address lies below a workspace's; at that itself one may be made.
    public static boolean isInside(HttpRequest<?> request) {
        var path = request.getPath();
        return path.startsWith(PREFIX) && path.indexOf('/', PREFIX.length()) > 0;
    }

    /// What stands behind the workspace in the address of a request that is inside one:
    /// `/cards/greeting`.
    public static String below(HttpRequest<?> request) {
        var path = request.getPath();
        return path.substring(path.indexOf('/', PREFIX.length()));
    }

    /// Whether a request's address is a workspace's, or lies below it.
    public static boolean isOf(HttpRequest<?> request) {
        return request.getPath().startsWith(PREFIX);
    }

    /// The workspace a request under `/api/v1/workspaces/` names.
    public static String slug(HttpRequest<?> request) {
        var path = request.getPath();
        int end = path.indexOf('/', PREFIX.length());
        return path.substring(PREFIX.length(), end < 0 ? path.length() : end);
    }

    /// The one answer for a workspace that does not exist and for one the caller is no member of.
    public static Problem unknown(String slug) {
        return new Problem.NotFound("There is no workspace `" + slug + "`, or not for you.");
    }

    /// Turns the path variable into the id the filter has found.
    @Singleton
    static final class Converter implements TypeConverter<CharSequence, WorkspaceId> {

        // Converters are made before anything else; the database is not reached that early.
        private final BeanProvider<Workspaces> workspaces;

        Converter(BeanProvider<Workspaces> workspaces) {
            this.workspaces = workspaces;
        }

        @Override
        public Optional<WorkspaceId> convert(
                CharSequence slug, Class<WorkspaceId> type, ConversionContext context) {
            return workspaces.get().idOf(slug.toString());
        }
    }
}
