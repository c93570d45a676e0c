package dev.promptcards.card.search;

import org.jdbi.v3.core.Jdbi;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;

/// Fills a database with cards as its owner, in a few statements: the first workspace is the
/// largest. Their words are as unevenly frequent as those of a language. Row-level security, which
/// holds the owner too, is off while it is filled.
public final class CardRows {

    private static final String[] TABLES = {
        "workspaces", "prompt_cards", "card_versions", "card_labels"
    };

    private static final int WORDS = 20_000;
    private static final List<String> VOCABULARY = vocabulary();

    private CardRows() {}

    /// @param largest the share of the first workspace; the others share the rest alike
    public static void fill(Jdbi owner, int workspaces, int cards, double largest) {
        owner.useTransaction(
                handle -> {
                    for (var table : TABLES) {
                        handle.execute("ALTER TABLE " + table + " NO FORCE ROW LEVEL SECURITY");
                    }
                    handle.execute(
                            "ALTER TABLE prompt_cards DISABLE TRIGGER prompt_cards_search_vector");
                    handle.execute("SELECT setseed(0.5)");
                    handle.execute(
                            """
                            INSERT INTO workspaces (id, slug, name)
                            SELECT ('00000000-0000-0000-0001-' || lpad(n::text, 12, '0'))::uuid,
                                   'team-' || n, 'Team ' || n
                              FROM generate_series(1, ?) n
                            """,
                            workspaces);
                    handle.createUpdate(
                                    """
                                    CREATE TEMPORARY TABLE vocabulary ON COMMIT DROP AS
                                    SELECT word, (n - 1)::int AS n
                                      FROM unnest(:words) WITH ORDINALITY AS w (word, n)
                                    """)
                            .bindArray("words", String.class, VOCABULARY)
                            .execute();
                    handle.execute(drawn("paragraphs", 4_000, 45));
                    handle.execute(drawn("titles", cards, 4));
                    handle.execute("ANALYZE paragraphs, titles");
                    handle.execute(
                            """
                            CREATE TEMPORARY TABLE made ON COMMIT DROP AS
                            SELECT n, text AS title,
                                   ('00000000-0000-0000-0001-' || lpad((CASE WHEN n %% 1000 < %1$d THEN 1
                                       ELSE 2 + n %% (%2$d - 1) END)::text, 12, '0'))::uuid AS workspace_id,
                                   ('01900000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid AS id,
                                   floor(random() * 4000)::int AS p, floor(random() * 4000)::int AS q,
                                   floor(random() * 4000)::int AS r,
                                   floor(power(random(), 2) * 40)::int AS tag
                              FROM titles
                            """
                                    .formatted((int) (largest * 1000), workspaces));
                    handle.execute(
                            """
                            INSERT INTO prompt_cards (workspace_id, id, slug, title, description, tags, variables,
                                   metadata, latest_version, created_at, updated_at, archived_at, head_vector, search_vector)
                            SELECT m.workspace_id, m.id, 'card-' || m.n, m.title, left(d.text, 100), t.tags, t.variables,
                                   jsonb_build_object('category', 'category-' || m.n %% 10, 'owner', 'owner-' || m.tag,
                                       'folder', 'folder-' || m.n %% 7 || '/' || m.n %% 60, 'ticket', 'T-' || m.n %% 2000,
                                       'reviewed', m.n %% 3 = 0),
                                   1, t.made, t.made + m.p * interval '1 minute',
                                   CASE WHEN m.n %% 100 = 0 THEN now() END,
                                   h.head, h.head || setweight(to_tsvector('english', a.text || ' ' || b.text), 'D')
                              FROM made m
                              JOIN paragraphs a ON a.n = m.p
                              JOIN paragraphs b ON b.n = m.q
                              JOIN paragraphs d ON d.n = m.r
                             CROSS JOIN LATERAL (
                                   SELECT jsonb_build_array('tag-' || m.tag, 'kind-' || m.n %% 5) AS tags,
                                          CASE m.n %% 10 WHEN 0 THEN '[{"name": "n", "type": "number"}]'
                                               ELSE '[{"name": "s", "type": "string"}, {"name": "t", "type": "string"}]'
                                          END::jsonb AS variables,
                                          '2026-01-01'::timestamptz + m.n * interval '1 minute' AS made) t
                             CROSS JOIN LATERAL (
                                   SELECT setweight(to_tsvector('english', m.title), 'A')
                                          || setweight(to_tsvector('english', left(d.text, 100)), 'B')
                                          || setweight(jsonb_to_tsvector('english', t.tags, '["string"]'), 'C')
                                          AS head) h
                            """
                                    .replace("%%", "%"));
                    handle.execute(
                            """
                            INSERT INTO card_versions (workspace_id, card_id, number, kind, template, content_hash,
                                   created_by)
                            SELECT m.workspace_id, m.id, 1, 'text', a.text || ' ' || b.text, '\\x00', 'test'
                              FROM made m JOIN paragraphs a ON a.n = m.p JOIN paragraphs b ON b.n = m.q
                            """);
                    handle.execute(
                            """
                            INSERT INTO card_labels (workspace_id, card_id, label, version, updated_by)
                            SELECT m.workspace_id, m.id, l.label, 1, 'test'
                              FROM made m
                              JOIN (VALUES ('production', 2), ('staging', 500)) AS l (label, one_in)
                                ON m.n % l.one_in = 1
                            """);
                    handle.execute(
                            "ALTER TABLE prompt_cards ENABLE TRIGGER prompt_cards_search_vector");
                    for (var table : TABLES) {
                        handle.execute("ALTER TABLE " + table + " FORCE ROW LEVEL SECURITY");
                    }
                });
        owner.useHandle(
                handle -> {
                    for (var table : TABLES) {
                        handle.execute("VACUUM ANALYZE " + table);
                    }
                });
    }

    /// Makes a table of texts, numbered from 0, of so many words each.
    private static String drawn(String table, int texts, int words) {
        return """
        CREATE TEMPORARY TABLE %1$s ON COMMIT DROP AS
        SELECT d.n, string_agg(v.word, ' ') AS text
          FROM (SELECT n, floor(power(random(), 2.5) * %4$d)::int AS word
                  FROM generate_series(0, %2$d - 1) n, generate_series(1, %3$d)) d
          JOIN vocabulary v ON v.n = d.word
         GROUP BY d.n
        """
                .formatted(table, texts, words, WORDS);
    }

    /// The n-th workspace, from 1.
    public static UUID workspace(int n) {
        return UUID.fromString("00000000-0000-0000-0001-%012d".formatted(n));
    }

    /// A word, by how often it is used: the most frequent is 0.
    public static String word(int rank) {
        return VOCABULARY.get(rank);
    }

    /// How many words there are.
    public static int words() {
        return WORDS;
    }

    private static List<String> vocabulary() {
        var syllables =
                "ba ko ri tem lu san de mi por fa gel no zi ver ta cu ple hor wi ja ned os que bri"
                        .split(" ");
        var random = new SplittableRandom(7);
        var words = new LinkedHashSet<String>();
        while (words.size() < WORDS) {
            var word = new StringBuilder();
            for (int n = 2 + random.nextInt(3); n > 0; n--) {
                word.append(syllables[random.nextInt(syllables.length)]);
            }
            words.add(word.toString());
        }
        return new ArrayList<>(words);
    }
}
