package dev.promptcards.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.github.benmanes.caffeine.cache.Ticker;

import dev.promptcards.Api;
import dev.promptcards.Api.Answer;
import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.identity.Browser;
import dev.promptcards.identity.Node;
import dev.promptcards.provider.FakeEndpoint;
import dev.promptcards.tenancy.WorkspaceId;
import dev.promptcards.tenancy.Workspaces;

import io.lettuce.core.RedisClient;
import io.lettuce.core.ScanIterator;
import io.micronaut.web.router.Router;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestMethodOrder;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/// Two workspaces with the same content, and every operation of the served description tried on one
/// by who belongs to the other, and by nobody. What exists there must answer as what does not, no
/// byte of it may be told, and nothing of it may change.
///
/// An operation that is added is tried too; one that needs to be told what to try with fails until
/// [Tenant] or [Bodies] say it.
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class EndpointIsolationTest {

    private static final String MODEL =
            "{\"choices\": [{\"message\": {\"content\": \"fine\"}}], \"usage\":"
                    + " {\"prompt_tokens\": 1, \"completion_tokens\": 1}}";

    private final TestDatabase database = TestServers.freshDatabase();
    private final FakeEndpoint model = FakeEndpoint.answering(200, MODEL);
    private final List<Told> told = new ArrayList<>();
    private Node node;
    private Tenant theirs;
    private Tenant ours;
    private List<Operation> operations;
    private Map<String, String> missing;
    private List<String> before;
    private List<String> keysBefore;

    /// What one of the other side was answered.
    private record Told(String request, Answer answer) {}

    /// Somebody who sends requests.
    private interface Caller {
        Answer send(String method, String path, String body, String... headers);
    }

    @BeforeAll
    void two_workspaces() {
        keysBefore = keys();
        node =
                Node.on(
                        database,
                        TestServers.redisUrl(),
                        Ticker.systemTicker(),
                        Map.of("promptcards.allow-addresses", "127.0.0.1"));
        theirs = new Tenant(node, "a", model.baseUrl());
        ours = new Tenant(node, "b", model.baseUrl());
        operations =
                Operation.of(new Api(node.url(), null).get("/openapi.yaml").text()).stream()
                        .sorted(Comparator.comparing(EndpointIsolationTest::turn))
                        .toList();
        for (var tenant : List.of(theirs, ours)) {
            tenant.values().put("join", "x".repeat(43));
            tenant.values().put("device", "BCDF-GHJK");
            tenant.values().put("analytics", "failures");
            tenant.values().put("operations", "cache");
        }
        missing = new HashMap<>(theirs.values());
        missing.replaceAll((_, value) -> AnswerShape.absent(value));
        // What reports and views are called is the same everywhere.
        missing.put("analytics", "failures");
        missing.put("operations", "cache");
        before = rows();
    }

    @AfterAll
    void stop() {
        node.close();
        model.close();
        database.close();
    }

    @Test
    @Order(1)
    void every_endpoint_of_the_server_is_described() {
        var described = operations.stream().map(it -> it.path().replaceAll("\\{\\w+}", "{}"));
        var served =
                node.bean(Router.class)
                        .uriRoutes()
                        .map(it -> it.getUriMatchTemplate().toPathString())
                        .filter(it -> it.startsWith("/api/"))
                        .map(it -> it.replaceAll("\\{\\w+}", "{}"))
                        .distinct();

        assertThat(served).isNotEmpty().isSubsetOf(described.distinct().toList());
    }

    @Test
    @Order(2)
    void to_nobody_nothing_is_there() {
        Caller nobody = caller(new Api(node.url(), null));
        for (var operation : operations) {
            if (!operation.path().startsWith("/api/v1/auth/")) {
                var answer = same(nobody, operation, theirs.values(), missing);
                assertThat(answer.status()).as(operation.toString()).isEqualTo(401);
            }
        }
    }

    @Test
    @Order(3)
    void a_workspace_of_others_is_none() {
        var nowhere = new HashMap<>(theirs.values());
        nowhere.put("workspaces", missing.get("workspaces"));
        for (var caller : strangers()) {
            for (var operation : operations) {
                if (operation.isInWorkspace()) {
                    var answer = same(caller, operation, theirs.values(), nowhere);
                    assertThat(answer.status()).as(operation + answer.text()).isEqualTo(404);
                }
            }
        }
    }

    @Test
    @Order(4)
    void what_others_have_is_not_in_ones_own_workspace() {
        for (var operation : operations) {
            if (operation.isInWorkspace()
                    && (operation.variables().count() > 1 || Bodies.names(operation))) {
                for (var caller : strangers()) {
                    var answer = same(caller, operation, atOurs(theirs.values()), atOurs(missing));
                    if (operation
                            .variables()
                            .anyMatch(
                                    it ->
                                            AnswerShape.isId(
                                                    String.valueOf(theirs.values().get(it))))) {
                        assertThat(answer.status()).as(operation + answer.text()).isEqualTo(404);
                    }
                }
            }
        }
    }

    @Test
    @Order(5)
    void a_cursor_or_a_filter_of_others_leads_nowhere_else() {
        for (var caller : strangers()) {
            for (var operation : operations) {
                if (operation.isInWorkspace()
                        && operation.query().contains("cursor")
                        && !operation.path().endsWith("/export")) {
                    var next = cursor(operation);
                    send(caller, operation, atOurs(ours.values()), "?limit=1000&cursor=" + next);
                    send(caller, operation, atOurs(ours.values()), "?limit=1000");
                }
            }
            for (var id : theirs.ids()) {
                for (var query : List.of("objectKind=run&objectId=" + id, "actor=user:" + id)) {
                    var found =
                            caller.send(
                                    "GET",
                                    "/api/v1/workspaces/" + ours.slug() + "/audit?" + query,
                                    "");
                    assertThat(found.json().path("items")).as(query).isEmpty();
                }
            }
            var marker = theirs.marker();
            for (var query :
                    List.of(
                            "cards?facets=true&q=" + marker,
                            "cards?facets=true&title~=" + marker,
                            "cards?facets=true&tag=" + marker,
                            "cards?facets=true&metadata." + marker + "=" + marker,
                            "cards?facets=true&label=production&q=" + marker,
                            "executions?output~=" + marker,
                            "executions?model=" + marker,
                            "runs?createdBy=user:" + theirs.values().get("members"))) {
                var found =
                        caller.send("GET", "/api/v1/workspaces/" + ours.slug() + "/" + query, "");
                assertThat(found.status()).as(query + found.text()).isEqualTo(200);
                assertThat(found.json().path("items")).as(query).isEmpty();
                assertThat(found.json().at("/facets/of").asInt()).as(query).isZero();
            }
        }
    }

    @Test
    @Order(6)
    void outside_workspaces_everybody_has_their_own() {
        for (var caller : strangers()) {
            for (var operation : operations) {
                if (operation.path().endsWith("/me/data")) {
                    // Asking for it is held about who asks: the second answer has one event more.
                    send(caller, operation, theirs.values(), "");
                } else if (!operation.isInWorkspace() && !operation.path().endsWith("/sign-out")) {
                    same(caller, operation, theirs.values(), missing);
                }
            }
        }
    }

    @Test
    @Order(7)
    void no_byte_of_it_was_told_and_nothing_of_it_has_changed() {
        assertThat(told).hasSizeGreaterThan(operations.size() * 3);
        for (var each : told) {
            var text = each.answer().headers() + each.answer().text();
            assertThat(text).as(each.request()).doesNotContain(theirs.marker());
            assertThat(AnswerShape.ids(text))
                    .as(each.request())
                    .filteredOn(it -> !each.request().contains(it))
                    .doesNotContainAnyElementsOf(theirs.ids());
            assertThat(each.answer().status()).as(each.request()).isLessThan(500);
        }
        assertThat(rows()).isEqualTo(before);
    }

    @Test
    @Order(8)
    void every_key_in_redis_belongs_to_one_workspace() {
        var keys = keys().stream().filter(key -> !keysBefore.contains(key)).toList();
        var ids = Stream.of(theirs, ours).map(this::workspaceId).toList();
        for (var id : ids) {
            assertThat(keys)
                    .anyMatch(key -> key.startsWith("limit:") && key.contains(":" + id + ":"));
        }
        // Nobody of theirs has asked for a report yet: what is kept is ours.
        assertThat(keys)
                .anyMatch(key -> key.startsWith("metrics:" + ids.getLast() + ":"))
                .anyMatch(key -> key.startsWith("label:"))
                .allMatch(
                        key ->
                                key.startsWith("session:")
                                        || ids.stream()
                                                .anyMatch(id -> key.contains(":" + id + ":")));
    }

    /// What is served under a label, asked for from the other side, remembered there or not.
    @Test
    @Order(7)
    void what_is_remembered_for_one_side_is_nothing_for_the_other() {
        var served = "/api/v1/workspaces/%s/cards/%s?label=production";
        for (int i = 0; i < 3; i++) {
            assertThat(
                            new Api(node.url(), theirs.key())
                                    .get(served.formatted(theirs.slug(), "shared"))
                                    .text())
                    .contains(theirs.marker());
            for (var caller : strangers()) {
                var there = caller.send("GET", served.formatted(theirs.slug(), "shared"), "");
                assertThat(there.status()).isEqualTo(404);
                var here = caller.send("GET", served.formatted(ours.slug(), "shared"), "");
                assertThat(here.text()).contains(ours.marker()).doesNotContain(theirs.marker());
            }
        }
    }

    /// Other tests leave theirs in the one Redis of the build.
    private static List<String> keys() {
        try (var client = RedisClient.create(TestServers.redisUrl());
                var link = client.connect()) {
            return ScanIterator.scan(link.sync()).stream().toList();
        }
    }

    /// The other tests prove something only if these requests are good ones.
    @Test
    @Order(9)
    void who_belongs_there_is_answered_by_the_same_requests() {
        Caller owner = caller(theirs.owner());
        for (var operation : operations) {
            if (operation.isInWorkspace()) {
                var answer = send(owner, operation, theirs.values(), "");
                assertThat(answer.status())
                        .as(operation + " " + answer.text())
                        .isNotIn(400, 401, 403, 404)
                        .isLessThan(500);
                if (operation.method().equals("GET")) {
                    assertThat(answer.status()).as(operation.toString()).isEqualTo(200);
                }
            }
        }
    }

    private List<String> rows() {
        return TenantRows.of(database, workspaceId(theirs)).stream()
                // Rows of the outbox go by themselves, a moment after the change they belong to.
                .filter(it -> !it.startsWith("cache_deletes"))
                .toList();
    }

    private WorkspaceId workspaceId(Tenant tenant) {
        return node.bean(Workspaces.class).idOf(tenant.slug()).orElseThrow();
    }

    private List<Caller> strangers() {
        return List.of(caller(ours.owner()), caller(new Api(node.url(), ours.key())));
    }

    /// Sends the same twice, with these values and with those, and wants the same answer.
    private Answer same(
            Caller caller,
            Operation operation,
            Map<String, String> these,
            Map<String, String> those) {
        var one = send(caller, operation, these, "");
        var other = send(caller, operation, those, "");
        assertThat(AnswerShape.of(one, these))
                .as(operation.toString())
                .isEqualTo(AnswerShape.of(other, those));
        return one;
    }

    private Answer send(
            Caller caller, Operation operation, Map<String, String> values, String query) {
        var path = operation.address(values) + query;
        var body = Bodies.of(operation, values);
        var answer =
                caller.send(operation.method(), path, body, "Content-Type", Bodies.type(operation));
        told.add(new Told(operation.method() + " " + path + " " + body, answer));
        return answer;
    }

    private String cursor(Operation operation) {
        var page = theirs.owner().get(operation.address(theirs.values()) + "?limit=1");
        assertThat(page.json().path("next").isTextual()).as(operation + page.text()).isTrue();
        return page.json().path("next").asText();
    }

    private Map<String, String> atOurs(Map<String, String> values) {
        var here = new HashMap<>(values);
        here.put("workspaces", ours.slug());
        return here;
    }

    /// Reading first, what makes something of a name after what wants it there, and taking away
    /// last.
    private static String turn(Operation operation) {
        var first = List.of("GET", "POST", "PUT", "PATCH", "DELETE").indexOf(operation.method());
        boolean ends =
                Stream.of("/archive", "/unarchive", "/me/sessions")
                        .anyMatch(operation.path()::endsWith);
        // The longer address lies below the shorter one.
        return (ends ? 9 : first) + "%04d".formatted(9999 - operation.path().length());
    }

    private static Caller caller(Api api) {
        return api::send;
    }

    private static Caller caller(Browser browser) {
        return (method, path, body, headers) ->
                method.equals("GET")
                        ? browser.get(path)
                        : browser.send(method, path, body, headers);
    }
}
