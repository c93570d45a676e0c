package dev.promptcards.audit.search;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.audit.chain.ChainWriter;
import dev.promptcards.audit.chain.NewEvent;
import dev.promptcards.audit.chain.PersonalData;
import dev.promptcards.audit.chain.TestChains;
import dev.promptcards.tenancy.Actor;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/// The plans of searches as the application's role, under row-level security, where half of the
/// indexes one thinks of are not used.
class AuditPlansTest {

    private static final int EVENTS = 20_000;
    private static final TestDatabase DATABASE = TestServers.freshDatabase();
    private static final ChainWriter CHAIN = TestChains.writer();
    private static final PersonalData ORIGIN =
            new PersonalData(new byte[16], null, "203.0.113.7", "Firefox", null);
    private static WorkspaceId workspace;

    @BeforeAll
    static void many_events() {
        workspace = DATABASE.workspace();
        record(IntStream.range(0, EVENTS).mapToObj(AuditPlansTest::event).toList());
        DATABASE.ownerJdbi()
                .useHandle(owner -> owner.execute("ANALYZE audit_events, audit_people"));
    }

    @AfterAll
    static void drop() {
        DATABASE.close();
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "-",
            value = {
                "-, -, -, -, -, pkey",
                "-, -, -, -, 2100-01-01, pkey",
                "user:17, -, -, -, -, actor_kind",
                "-, role.update, -, -, -, action",
                "-, role., -, -, -, action",
                "-, -, card, card-17, -, object_kind",
            })
    void a_search_uses_an_index(
            String actor, String action, String kind, String id, String to, String index) {
        var filter = AuditFilter.of(actor, action, kind, id, null, to);

        String plan = explained(filter);

        // The months ahead are empty, and read whole in no time.
        String month = month();
        assertThat(plan)
                .contains(
                        "audit_events"
                                + month
                                + "_"
                                + (index.equals("pkey") ? "" : "workspace_id_"))
                .contains(index)
                .contains("audit_people" + month + "_pkey")
                .doesNotContain("Seq Scan on audit_events" + month)
                .doesNotContain("Seq Scan on audit_people" + month);
    }

    private static String month() {
        return DATABASE.ownerJdbi()
                .withHandle(
                        owner ->
                                owner.createQuery(
                                                "SELECT to_char(now() AT TIME ZONE 'UTC',"
                                                        + " '_YYYY_MM')")
                                        .mapTo(String.class)
                                        .one());
    }

    @Test
    void pages_follow_each_other_without_a_gap() {
        var search = new AuditSearch(DATABASE.transactions());
        var filter = AuditFilter.of(null, null, null, null, null, null);

        var first = search.after(workspace, filter, Optional.empty(), 10);
        var last = first.getLast();
        var second =
                search.after(
                        workspace,
                        filter,
                        Optional.of(new AuditSearch.Place(last.at(), last.id())),
                        10);

        assertThat(first.getFirst().seq()).isEqualTo(EVENTS);
        assertThat(second.getFirst().seq()).isEqualTo(EVENTS - 10);
    }

    private static String explained(AuditFilter filter) {
        return DATABASE.transactions()
                .inWorkspace(
                        workspace,
                        handle -> {
                            var query =
                                    handle.createQuery(
                                            "EXPLAIN " + AuditSearch.statement(filter, false));
                            return String.join(
                                    "\n",
                                    AuditSearch.bound(
                                                    query, workspace, filter, Optional.empty(), 51)
                                            .mapTo(String.class)
                                            .list());
                        });
    }

    private static NewEvent event(int number) {
        var actor = new Actor(Actor.Kind.USER, "" + number % 1_000, Optional.empty());
        var action = number % 5_000 == 0 ? "role.update" : "card.update";
        return new NewEvent(
                actor, action, "card", "card-" + number % 2_000, "", null, null, ORIGIN, null);
    }

    private static void record(List<NewEvent> events) {
        DATABASE.transactions()
                .inWorkspace(
                        workspace,
                        handle -> {
                            CHAIN.append(handle, workspace, events);
                            return events;
                        });
    }
}
