package dev.promptcards;

import dev.promptcards.embedded.EmbeddedForTests;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.testcontainers.containers.GenericContainer;

/// The Redis server of the tests.
final class TestRedis {

    private static final Logger LOG = LoggerFactory.getLogger(TestRedis.class);
    private static final int PORT = 6379;

    /// After the others: its making logs.
    static final String URL = start();

    private TestRedis() {}

    private static String start() {
        String given = System.getenv("TEST_REDIS_URL");
        if (given != null) {
            LOG.info("Tests run on the Redis of TEST_REDIS_URL.");
            return given;
        }
        return DockerEngine.isWanted() ? container() : embedded();
    }

    private static String container() {
        LOG.info("Tests run on Redis in a container.");
        var redis = new GenericContainer<>("redis:7-alpine").withExposedPorts(PORT);
        redis.start();
        return "redis://%s:%d".formatted(redis.getHost(), redis.getMappedPort(PORT));
    }

    private static String embedded() {
        LOG.info("Tests run on the embedded Redis.");
        return EmbeddedForTests.redisUrl();
    }
}
