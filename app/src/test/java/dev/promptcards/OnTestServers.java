package dev.promptcards;

import io.micronaut.test.support.TestPropertyProvider;

import org.junit.jupiter.api.TestInstance;

import java.util.Map;

/// A `@MicronautTest` that implements this runs on the shared PostgreSQL and Redis.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public interface OnTestServers extends TestPropertyProvider {

    @Override
    default Map<String, String> getProperties() {
        return TestServers.properties();
    }
}
