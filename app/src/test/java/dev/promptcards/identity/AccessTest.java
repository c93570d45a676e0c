package dev.promptcards.identity;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.OnTestServers;

import io.micronaut.core.annotation.AnnotationMetadata;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;
import io.micronaut.web.router.Router;
import io.micronaut.web.router.UriRouteInfo;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;

/// The rules of endpoints: who may call what.
@MicronautTest
class AccessTest implements OnTestServers {

    @Inject Router router;

    @Test
    void every_endpoint_says_who_may_call_it() {
        var without =
                router.uriRoutes()
                        .filter(route -> route.toString().contains("/api/"))
                        .filter(route -> !route.toString().contains(CallerFilter.OPEN))
                        .filter(
                                route ->
                                        !rules(route).hasAnnotation(Needs.class)
                                                && !rules(route).hasAnnotation(ForAnyCaller.class))
                        .map(Object::toString)
                        .toList();

        assertThat(router.uriRoutes().filter(route -> route.toString().contains("/api/")).count())
                .isPositive();
        assertThat(without).isEmpty();
    }

    private static AnnotationMetadata rules(UriRouteInfo<?, ?> route) {
        return route.getTargetMethod().getAnnotationMetadata();
    }
}
