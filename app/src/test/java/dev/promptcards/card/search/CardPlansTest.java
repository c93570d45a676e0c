package dev.promptcards.card.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import dev.promptcards.TestDatabase;
import dev.promptcards.TestServers;
import dev.promptcards.card.CardId;
import dev.promptcards.http.Between;
import dev.promptcards.tenancy.WorkspaceId;

import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/// How the database finds cards, asked as the application's role, under row-level security, among
/// enough cards that it has a choice. What it did is read from its own counters, for the plans of
/// statements inside a function are shown to nobody.
class CardPlansTest {

    private static final int CARDS = 20_000;
    private static final WorkspaceId LARGEST = new WorkspaceId(CardRows.workspace(1));
    private static final CardSort UPDATED = new CardSort(CardSort.By.UPDATED, true);
    private static final CardSort RANK = new CardSort(CardSort.By.RANK, true);
    private static final CardSearchRepository REPOSITORY = new CardSearchRepository();
    private static TestDatabase database;

    @BeforeAll
    static void many_cards() {
        database = TestServers.freshDatabase();
        CardRows.fill(database.ownerJdbi(), 20, CARDS, 0.5);
    }

    @AfterAll
    static void drop() {
        database.close();
    }

    /// What a search did: which indexes it began to read, and how many rows of cards it fetched.
    private record Done(int found, List<String> indexes, long fetched, long readWhole) {}

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                // filter, value            | an index that is read            | most rows fetched
                "words      | RARE           | prompt_cards_search_idx          | 1500",
                "words      | MIDDLE         | prompt_cards_head_idx            | 3000",
                "words      | RARE           | prompt_cards_head_idx            | 1500",
                "titlePart  | RARE           | prompt_cards_title_part_idx      | 1500",
                "metadata   | {\"ticket\": \"T-77\"} | prompt_cards_metadata_idx | 1500",
                "values     | T-77           | prompt_cards_metadata_idx        | 1500",
                "variables  | [{\"name\": \"none\"}] | prompt_cards_variables_idx | 1500",
                "tag        | none           | prompt_cards_tags_idx            | 1500",
                "label      | staging        | card_labels_label_idx            | 1500",
                "folder     | folder-3/3     | prompt_cards_folder_idx          | 1700",
                // Where many match, the first ones in order are enough.
                "variables  | [{\"type\": \"string\"}] | prompt_cards_updated_idx | 1001",
                "metadata   | {\"category\": \"category-3\"} | prompt_cards_updated_idx | 1001",
                "label      | production     | prompt_cards_updated_idx         | 1001",
                "all        | -              | prompt_cards_updated_idx         | 1001",
            })
    void a_search_reads_an_index_and_few_rows(String kind, String value, String index, long most) {
        var filter = filter(kind, value);

        var done = done(filter, filter.words().isPresent() ? RANK : UPDATED, Place.START);

        assertThat(done.indexes()).as(done.toString()).contains(index);
        assertThat(done.readWhole()).as(done.toString()).isZero();
        assertThat(done.fetched()).as(done.toString()).isLessThanOrEqualTo(most);
    }

    @ParameterizedTest
    @CsvSource({
        "UPDATED, true, prompt_cards_updated_idx",
        "UPDATED, false, prompt_cards_updated_idx",
        "CREATED, true, prompt_cards_created_idx",
        "CREATED, false, prompt_cards_created_idx",
        "TITLE, true, prompt_cards_title_idx",
        "TITLE, false, prompt_cards_title_idx"
    })
    void an_order_is_read_from_its_index_and_from_the_place_on(
            CardSort.By by, boolean descending, String index) {
        var place =
                switch (by) {
                    case TITLE -> new Place(null, "m", null, CardRows.workspace(9), null);
                    case CREATED, UPDATED, RANK ->
                            new Place(
                                    Instant.parse("2026-01-08T00:00:00Z"),
                                    null,
                                    null,
                                    CardRows.workspace(9),
                                    null);
                };

        var done = done(filter("all", ""), new CardSort(by, descending), place);

        assertThat(done.indexes()).as(done.toString()).containsExactly(index);
        assertThat(done.fetched()).as(done.toString()).isLessThanOrEqualTo(1001);
        assertThat(done.found()).isEqualTo(21);
    }

    @Test
    void the_rows_of_a_page_are_looked_up_by_their_keys() {
        database.transactions()
                .inWorkspace(
                        LARGEST,
                        handle -> {
                            var ids = ids(handle, filter("words", "RARE"), RANK, Place.START);
                            var before = fetched(handle);
                            var rows =
                                    REPOSITORY.cards(
                                            handle, LARGEST, ids, Optional.of(CardRows.word(0)));
                            assertThat(rows).hasSize(21);
                            assertThat(fetched(handle) - before).isLessThanOrEqualTo(21);
                            assertThat(REPOSITORY.newest(handle, LARGEST)).isPresent();
                            assertThat(fetched(handle) - before).isLessThanOrEqualTo(22);
                            return rows;
                        });
    }

    @Test
    void cards_of_another_workspace_than_the_bound_one_are_not_found_but_refused() {
        var other = new WorkspaceId(CardRows.workspace(2));
        assertThatThrownBy(
                        () ->
                                database.transactions()
                                        .inWorkspace(
                                                other,
                                                handle ->
                                                        ids(
                                                                handle,
                                                                filter("all", ""),
                                                                UPDATED,
                                                                Place.START)))
                .hasStackTraceContaining("in the bound workspace alone");
        assertThatThrownBy(
                        () ->
                                database.transactions()
                                        .outsideWorkspaces(
                                                handle ->
                                                        ids(
                                                                handle,
                                                                filter("all", ""),
                                                                UPDATED,
                                                                Place.START)))
                .hasStackTraceContaining("in the bound workspace alone");
    }

    private static Done done(CardFilter filter, CardSort sort, Place place) {
        return database.transactions()
                .inWorkspace(
                        LARGEST,
                        handle -> {
                            var scansBefore = scans(handle);
                            long fetchedBefore = fetched(handle);
                            long wholeBefore = readWhole(handle);
                            int found = ids(handle, filter, sort, place).size();
                            var scans = scans(handle);
                            var used =
                                    scans.entrySet().stream()
                                            .filter(
                                                    it ->
                                                            !it.getValue()
                                                                    .equals(
                                                                            scansBefore.get(
                                                                                    it.getKey())))
                                            .map(Map.Entry::getKey)
                                            .sorted()
                                            .toList();
                            return new Done(
                                    found,
                                    used,
                                    fetched(handle) - fetchedBefore,
                                    readWhole(handle) - wholeBefore);
                        });
    }

    private static List<CardId> ids(Handle handle, CardFilter filter, CardSort sort, Place place) {
        return REPOSITORY.ids(handle, LARGEST, filter, sort, place, 21);
    }

    private static Map<String, Long> scans(Handle handle) {
        return handle.createQuery(
                        """
                        SELECT i.indexrelid::regclass::text AS name,
                               pg_stat_get_xact_numscans(i.indexrelid) AS scans
                          FROM pg_index i
                         WHERE i.indrelid IN ('prompt_cards'::regclass, 'card_labels'::regclass)
                        """)
                .setMapKeyColumn("name")
                .setMapValueColumn("scans")
                .collectInto(new org.jdbi.v3.core.generic.GenericType<>() {});
    }

    /// Rows of cards fetched through indexes so far in this transaction.
    private static long fetched(Handle handle) {
        return number(handle, "pg_stat_get_xact_tuples_fetched('prompt_cards'::regclass)");
    }

    private static long readWhole(Handle handle) {
        return number(
                handle,
                "pg_stat_get_xact_numscans('prompt_cards'::regclass)"
                        + " + pg_stat_get_xact_numscans('card_labels'::regclass)");
    }

    private static long number(Handle handle, String expression) {
        return handle.createQuery("SELECT " + expression).mapTo(Long.class).one();
    }

    private static CardFilter filter(String kind, String given) {
        var value =
                switch (given) {
                    case "RARE" -> CardRows.word(CardRows.words() - 2);
                    case "MIDDLE" -> CardRows.word(400);
                    default -> given;
                };
        var values = new TreeMap<String, String>();
        if (kind.equals("values")) {
            values.put("ticket", value);
        }
        return new CardFilter(
                only(kind, "words", value),
                only(kind, "titlePart", value),
                only(kind, "tag", value).stream().toList(),
                only(kind, "variables", value).map(CardPlansTest::json),
                only(kind, "metadata", value).map(CardPlansTest::json),
                values,
                only(kind, "label", value),
                only(kind, "folder", value),
                Between.any(),
                Between.any(),
                false);
    }

    private static Optional<String> only(String kind, String wanted, String value) {
        return kind.equals(wanted) ? Optional.of(value) : Optional.empty();
    }

    private static JsonNode json(String text) {
        try {
            return new ObjectMapper().readTree(text);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
