package dev.promptcards.identity.sso;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.read.ListAppender;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Node;

import org.slf4j.LoggerFactory;

import java.net.URI;
import java.net.http.HttpResponse;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A server that people may sign in at by way of a provider, and what is to be seen of it.
final class SingleSignOnRig implements AutoCloseable {

    private static final List<String> SEEN =
            List.of("users", "user_identities", "user_sessions", "audit_events", "audit_people");

    static final String SESSION = "promptcards_session";

    final OpenIdProvider provider;
    final TestDatabase database = TestServers.freshDatabase();
    final Node node;
    private final ListAppender<ILoggingEvent> log = new ListAppender<>();

    SingleSignOnRig(OpenIdProvider provider, Map<String, String> more) {
        this.provider = provider;
        this.log.start();
        root().addAppender(log);
        Map<String, String> environment = new HashMap<>();
        environment.put("PROMPTCARDS_OIDC_ISSUER", provider.issuer());
        environment.put("PROMPTCARDS_OIDC_CLIENT_ID", OpenIdProvider.CLIENT);
        environment.put("PROMPTCARDS_OIDC_CLIENT_SECRET", OpenIdProvider.SECRET);
        environment.put("PROMPTCARDS_OIDC_NAME", "Example & Sons");
        environment.put("PROMPTCARDS_OIDC_ALLOWED_DOMAINS", "Example.org, @example.net");
        environment.putAll(more);
        Map<String, Object> properties =
                new HashMap<>(
                        SingleSignOnProperties.of(SingleSignOnVariables.read(environment), false));
        properties.put("micronaut.http.client.read-timeout", "500ms");
        this.node = Node.on(database, TestServers.redisUrl(), Ticker.systemTicker(), properties);
    }

    URI at(String path) {
        return node.url().resolve(path);
    }

    /// As though nothing had happened, with one person, who signs in by password.
    void reset() {
        database.ownerJdbi()
                .useHandle(
                        handle -> {
                            for (var table : SEEN) {
                                // The owner is shown all rows; the application is not.
                                handle.execute(
                                        "ALTER TABLE %s NO FORCE ROW LEVEL SECURITY"
                                                .formatted(table));
                            }
                            handle.execute("TRUNCATE users CASCADE");
                            handle.execute("TRUNCATE audit_events, audit_people, audit_heads");
                        });
        provider.answer(new OpenIdProvider.Answers());
        log.list.clear();
        node.person("owner@example.org", "correct horse battery");
    }

    /// How many people, identities and sessions there are.
    List<Integer> counts() {
        return Stream.of("users", "user_identities", "user_sessions")
                .map(table -> Integer.valueOf(column("SELECT count(*) FROM " + table).getFirst()))
                .toList();
    }

    /// The column of a query that sees every row.
    List<String> column(String sql) {
        return database.ownerJdbi()
                .withHandle(handle -> handle.createQuery(sql).mapTo(String.class).list());
    }

    /// What the audit log says, in order: `action object reason`.
    List<String> audited() {
        return column(
                "SELECT concat_ws(' ', action, object_kind, after ->> 'reason') FROM audit_events"
                        + " ORDER BY seq");
    }

    /// All that was logged.
    String logged() {
        return log.list.stream()
                .map(
                        event ->
                                event.getFormattedMessage()
                                        + (event.getThrowableProxy() == null
                                                ? ""
                                                : ThrowableProxyUtil.asString(
                                                        event.getThrowableProxy())))
                .collect(Collectors.joining("\n"));
    }

    /// Tries to sign in, and sees a page that says why not, and nothing changed but the audit log.
    void assertRefused(JarBrowser browser, Supplier<HttpResponse<String>> attempt, Refusal reason) {
        var before = counts();
        var end = attempt.get();
        assertThat(end.statusCode()).as(end.body()).isIn(400, 403, 503);
        assertThat(end.headers().firstValue("Content-Type")).hasValue("text/html");
        assertThat(end.body()).contains(reason.message().replace("'", "&#39;"));
        assertThat(counts()).isEqualTo(before);
        assertThat(browser.cookie(SESSION)).isEmpty();
        assertThat(audited()).last().isEqualTo("session.sign-in-refused session " + reason);
        assertNothingLogged();
    }

    /// No code, token, secret or claim is in the log.
    void assertNothingLogged() {
        var logged = logged();
        assertThat(logged)
                .doesNotContain("ada@", "subject-1", "an-access-token", OpenIdProvider.SECRET);
        provider.secrets().forEach(secret -> assertThat(logged).doesNotContain(secret));
    }

    @Override
    public void close() {
        root().detachAppender(log);
        node.close();
        provider.close();
        database.close();
    }

    private static Logger root() {
        return ((LoggerContext) LoggerFactory.getILoggerFactory())
                .getLogger(Logger.ROOT_LOGGER_NAME);
    }
}
