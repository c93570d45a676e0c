package dev.promptcards.problem;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;

import dev.promptcards.Api;
import dev.promptcards.OnTestServers;

import io.micronaut.runtime.server.EmbeddedServer;
import io.micronaut.test.extensions.junit5.annotation.MicronautTest;

import jakarta.inject.Inject;

import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

/// What the log says of a refusal, at its most talkative.
@MicronautTest
class ProblemLogTest implements OnTestServers {

    @Inject EmbeddedServer server;

    @Test
    void a_token_in_a_path_is_not_logged() {
        var logger = (Logger) LoggerFactory.getLogger(ProblemHandler.class);
        var appender = new ListAppender<ILoggingEvent>();
        var before = logger.getLevel();
        appender.start();
        logger.addAppender(appender);
        logger.setLevel(Level.DEBUG);
        try {
            new Api(server.getURI(), null).get("/api/v1/auth/join/the-token-of-a-link");
        } finally {
            logger.setLevel(before);
            logger.detachAppender(appender);
        }

        assertThat(appender.list)
                .extracting(ILoggingEvent::getFormattedMessage)
                .contains("GET /api/v1/auth/join/{token}: not-found")
                .noneMatch(it -> it.contains("the-token"));
    }
}
