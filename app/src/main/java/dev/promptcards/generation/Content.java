package dev.promptcards.generation;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;

import dev.promptcards.card.CardContent;
import dev.promptcards.card.CardJson;
import dev.promptcards.card.PromptBody;
import dev.promptcards.card.Variable;
import dev.promptcards.card.VariableType;

import org.postgresql.copy.CopyManager;

import java.sql.SQLException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Locale;
import java.util.UUID;

/// Workspaces with their cards, versions, labels, suites and cases.
final class Content {

    private static final int BATCH = 20_000;
    private static final int CARDS_PER_SUITE = 40;
    private static final int FEWEST_CASES = 10;
    private static final int MORE_CASES = 41;
    private static final int MOST_VERSIONS = 8;
    private static final String BY = "generate";
    private static final List<VariableType> TYPES =
            List.of(
                    VariableType.STRING,
                    VariableType.NUMBER,
                    VariableType.BOOLEAN,
                    VariableType.LIST);

    private final CopyRows workspaces = new CopyRows("workspaces", "id, slug, name, created_at");
    private final CopyRows cards =
            new CopyRows(
                    "prompt_cards",
                    "workspace_id, id, slug, title, description, tags, variables, metadata,"
                            + " created_at, updated_at");
    private final CopyRows versions =
            new CopyRows(
                    "card_versions",
                    "workspace_id, card_id, number, kind, template, variables, settings, message,"
                            + " content_hash, created_by, created_at");
    private final CopyRows labels =
            new CopyRows(
                    "card_labels", "workspace_id, card_id, label, version, updated_by, updated_at");
    private final CopyRows suites =
            new CopyRows("test_suites", "workspace_id, id, slug, name, revision, created_at");
    private final CopyRows revisions =
            new CopyRows(
                    "suite_revisions",
                    "workspace_id, suite_id, number, cases, content_hash, created_by, created_at,"
                            + " published_at");
    private final CopyRows cases =
            new CopyRows(
                    "test_cases",
                    "workspace_id, suite_id, revision, position, key, vars, assertions");

    private final CopyManager copy;
    private final Chance chance;
    private final Instant begin;
    private final long millis;

    /// @param begin before anything ran
    /// @param days how long from then on
    Content(CopyManager copy, Chance chance, Instant begin, int days) {
        this.copy = copy;
        this.chance = chance;
        this.begin = begin;
        this.millis = days * 86_400_000L;
    }

    /// Writes a workspace and keeps in `tenant` what its runs need.
    void write(Tenant tenant, String slug) throws SQLException {
        workspaces
                .cell(tenant.id)
                .cell(slug)
                .cell("Generated workspace " + tenant.number)
                .cell(begin)
                .end();
        for (int i = 0; i < tenant.cards.length; i++) {
            card(tenant, i);
            if (cards.rows() == BATCH) {
                flush();
            }
        }
        for (int i = 0; i < tenant.suites.length; i++) {
            suite(tenant, i);
        }
        flush();
    }

    private void flush() throws SQLException {
        for (var rows : List.of(workspaces, cards, versions, labels, suites, revisions, cases)) {
            rows.flush(copy);
        }
    }

    private void card(Tenant tenant, int index) {
        var made = begin.plusMillis((long) (chance.uniform() * millis * 0.5));
        var id = chance.id(made.toEpochMilli());
        var task = chance.of(Words.TASKS);
        var thing = chance.of(Words.THINGS);
        var manner = chance.of(Words.MANNERS);
        int count = 1;
        while (count < MOST_VERSIONS && chance.happens(0.5)) {
            count++;
        }
        var variables =
                List.of(
                        variable("text", VariableType.STRING, true),
                        variable(chance.happens(0.5) ? "tone" : "limit", chance.of(TYPES), false));
        tenant.cards[index] = id;
        tenant.versions[index] = count;
        cards.cell(tenant.id)
                .cell(id)
                .cell("%s-%s-%d".formatted(plain(task), plain(thing), index + 1))
                .cell("%s a %s %s".formatted(task, thing, manner))
                .cell("%s for %s.".formatted(thing, chance.of(Words.OWNERS)))
                .cell("[\"%s\",\"%s\"]".formatted(tag(0), tag(1)))
                .cell(CardJson.tree(variables).toString())
                .cell(
                        "{\"category\":\"%s\",\"owner\":\"%s\",\"priority\":%d}"
                                .formatted(
                                        chance.of(Words.CATEGORIES),
                                        chance.of(Words.OWNERS),
                                        1 + chance.below(5)))
                .cell(made)
                .cell(made)
                .end();
        for (int number = 1; number <= count; number++) {
            version(tenant, id, number, count, made, task, thing, manner, variables);
        }
        if (chance.happens(0.7)) {
            label(tenant, id, "production", 1 + chance.below(count), made);
        }
        if (chance.happens(0.3)) {
            label(tenant, id, "staging", count, made);
        }
    }

    /// Half of the tags each, so that no card has one twice.
    private String tag(int half) {
        int size = Words.TAGS.size() / 2;
        return Words.TAGS.get(half * size + chance.below(size));
    }

    private void version(
            Tenant tenant,
            UUID card,
            int number,
            int count,
            Instant made,
            String task,
            String thing,
            String manner,
            List<Variable> variables) {
        var template =
                "%s the following %s %s. Draft %d. Keep names and amounts as they are, and say so if something is missing.%n%n{{ text }}"
                        .formatted(task, thing, manner, number);
        var content =
                CardContent.of(
                        new PromptBody.Text(template),
                        variables,
                        JsonNodeFactory.instance
                                .objectNode()
                                .put("temperature", chance.below(10) / 10.0));
        versions.cell(tenant.id)
                .cell(card)
                .cell(number)
                .cell("text")
                .cell(template)
                .cell(CardJson.tree(variables).toString())
                .cell(content.settings().toString())
                .cell(number == 1 ? "First draft" : "Draft " + number)
                .cell("\\x" + HexFormat.of().formatHex(content.hash()))
                .cell(BY)
                .cell(made.plusMillis((long) (millis * 0.5 * (number - 1) / count)))
                .end();
    }

    private static Variable variable(String name, VariableType type, boolean required) {
        return new Variable(name, type, required, null, List.of(), "");
    }

    private void label(Tenant tenant, UUID card, String label, int version, Instant made) {
        labels.cell(tenant.id).cell(card).cell(label).cell(version).cell(BY).cell(made).end();
    }

    private void suite(Tenant tenant, int index) {
        var id = chance.id(begin.toEpochMilli());
        int count = FEWEST_CASES + chance.below(MORE_CASES);
        tenant.suites[index] = id;
        tenant.cases[index] = count;
        suites.cell(tenant.id)
                .cell(id)
                .cell("suite-" + (index + 1))
                .cell("Suite " + (index + 1))
                .cell(1)
                .cell(begin)
                .end();
        revisions
                .cell(tenant.id)
                .cell(id)
                .cell(1)
                .cell(count)
                .cell("\\x%016x".formatted(id.getLeastSignificantBits()))
                .cell(BY)
                .cell(begin)
                .cell(begin)
                .end();
        for (int position = 0; position < count; position++) {
            cases.cell(tenant.id)
                    .cell(id)
                    .cell(1)
                    .cell(position)
                    .cell(Runs.key(position))
                    .cell(
                            "{\"text\":\"%s %d: %s\"}"
                                    .formatted(
                                            chance.of(Words.THINGS),
                                            position,
                                            chance.of(Words.ENDINGS)))
                    .cell("[{\"type\":\"contains\",\"value\":\"total\"}]")
                    .end();
        }
    }

    static int suitesFor(int cards) {
        return 1 + cards / CARDS_PER_SUITE;
    }

    private static String plain(String words) {
        return words.toLowerCase(Locale.ROOT).replace(' ', '-');
    }
}
