package dev.promptcards.promptfoo.file;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.fasterxml.jackson.databind.JsonNode;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collections;

class YamlFileTest {

    private static final Path FILE = Path.of("config.yaml");

    @TempDir Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "yes | \"yes\"",
                "on | \"on\"",
                "12:30 | \"12:30\"",
                "2024-01-31 | \"2024-01-31\"",
                "true | true",
                "'''true''' | \"true\"",
                "42 | 42",
                "1_000 | \"1_000\"",
                "0b11 | \"0b11\"",
                "[why? because] | [\"why? because\"]",
                "{q: why?} | {\"q\":\"why?\"}",
                "0x1F | 31",
                "0o17 | 15",
                "1.0 | 1",
                "1.5e3 | 1500",
                "0.25 | 0.25",
                "1.2.3 | \"1.2.3\"",
                "12345678901234567890 | 12345678901234567890",
                "~ | null",
                "!!str 42 | \"42\"",
            })
    void plain_words_mean_what_yaml_1_2_says(String yaml, String json) throws Refusal {
        assertThat(parse("v: " + yaml.replace("'''", "'")).path("v").toString()).isEqualTo(json);
    }

    @Test
    void anchors_and_merge_keys_are_applied() throws Refusal {
        JsonNode root =
                parse(
                        """
                        base: &base {a: 1, b: 2}
                        one: {<<: *base, b: 3}
                        two: {b: 4, <<: [*base, {c: 5}]}
                        same: *base
                        """);

        assertThat(root.path("one").toString()).isEqualTo("{\"a\":1,\"b\":3}");
        assertThat(root.path("two").toString()).isEqualTo("{\"b\":4,\"a\":1,\"c\":5}");
        assertThat(root.path("same")).isEqualTo(root.path("base"));
    }

    @Test
    void references_within_the_document_are_replaced_and_others_kept() throws Refusal {
        JsonNode root =
                parse(
                        """
                        templates: {t: {type: contains, nested: {$ref: '#/words/w'}}}
                        words: {w: {x: 1}}
                        use: [{$ref: '#/templates/t'}, {$ref: '#/nowhere/at/all'}]
                        """);

        assertThat(root.path("use").path(0).toString())
                .isEqualTo("{\"type\":\"contains\",\"nested\":{\"x\":1}}");
        assertThat(root.path("use").path(1).has("$ref")).isTrue();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "a: 1\\nb: [1, 2\\nc: 3 | 3 | expected ',' or ']'",
                "a: 1\\n b: 2 | 2 | mapping values are not allowed",
                "a: 1\\na: 2 | 2 | the key 'a' stands twice",
                "a: &x [1, *x] | 1 | holds itself",
                "a: 'open | 1 | unexpected end of stream",
                "a: !!python/object:os.system x | 1 | is not read",
                "a: \\tb: 1 | 1 | broken YAML",
                "a: *nowhere | 1 | undefined alias",
                "a: {$ref: '#/a'} | 1 | leads back",
                "a: {b: {$ref: '#/a'}} | 1 | leads back",
                "a: 1\\n---\\nb: 2 | 2 | single document",
            })
    void broken_yaml_is_refused_at_its_line(String yaml, int line, String message) {
        Finding finding = refusal(yaml.replace("\\n", "\n").replace("\\t", "\t"));

        assertThat(finding.message()).contains(message);
        assertThat(finding.place()).isEqualTo(new Place(FILE, line));
    }

    @Test
    void references_lead_into_files_of_the_folder_and_no_further() throws IOException, Refusal {
        Files.writeString(folder.resolve("parts.yaml"), "own: {type: is-json}\n");
        Files.writeString(folder.resolve("ring.yaml"), "a: {$ref: 'ring.yaml#/a'}\n");
        Path file = folder.resolve("sub").resolve("config.yaml");
        Files.createDirectories(folder.resolve("sub"));
        Path beside = folder.resolve("config.yaml");
        Files.writeString(
                beside, "a: &a {$ref: 'parts.yaml#/own'}\nb: *a\nc: {$ref: 'parts.yaml'}\n");
        Files.writeString(file, "a: {$ref: '../parts.yaml#/own'}\n");

        JsonNode read = YamlFile.read(beside).value();

        assertThat(read.path("a").toString()).isEqualTo("{\"type\":\"is-json\"}");
        assertThat(read.path("b")).isEqualTo(read.path("a"));
        assertThat(read.at("/c/own")).isEqualTo(read.path("a"));
        assertThat(YamlFile.read(file, folder).value().path("a")).isEqualTo(read.path("a"));
        assertThat(message(file)).startsWith("'../parts.yaml' lies outside");
        assertThat(message(folder.resolve("ring.yaml"))).contains("lead to each other");
    }

    @Test
    void a_reference_leads_through_no_link_out_of_the_folder_and_to_no_missing_file()
            throws IOException {
        Path inside = Files.createDirectories(folder.resolve("inside"));
        Files.writeString(folder.resolve("secret.yaml"), "key: {type: equals}\n");
        Files.createSymbolicLink(inside.resolve("link.yaml"), folder.resolve("secret.yaml"));
        Path linked = inside.resolve("linked.yaml");
        Path missing = inside.resolve("missing.yaml");
        Files.writeString(linked, "a: {$ref: 'link.yaml#/key'}\n");
        Files.writeString(missing, "a: {$ref: 'none.yaml#/key'}\n");

        assertThat(message(linked)).startsWith("'link.yaml' lies outside");
        assertThat(message(missing)).contains("names the file 'none.yaml', and there is none");
    }

    @Test
    void files_that_refer_to_each_other_over_and_over_are_read_once() throws IOException {
        int last = 8;
        for (int file = 0; file < last; file++) {
            StringBuilder text = new StringBuilder();
            for (int i = 0; i < 20; i++) {
                text.append("x%d: {$ref: 'f%d.yaml'}\n".formatted(i, file + 1));
            }
            Files.writeString(folder.resolve("f" + file + ".yaml"), text);
        }
        Files.writeString(folder.resolve("f" + last + ".yaml"), "x: 1\n");

        assertThat(message(folder.resolve("f0.yaml"))).contains("expand to more than");
    }

    @Test
    void data_keeps_references_of_its_own() throws IOException, Refusal {
        Path schema = folder.resolve("schema.json");
        Files.writeString(
                schema,
                "{\"properties\": {\"next\": {\"$ref\": \"#\"}, \"o\": {\"$ref\":"
                        + " \"#/properties\"}}}");

        assertThat(YamlFile.data(schema).value().at("/properties/o/$ref").textValue())
                .isEqualTo("#/properties");
    }

    @Test
    void an_alias_bomb_is_refused_without_being_written_out() {
        StringBuilder bomb = new StringBuilder("l0: &l0 [x, x, x, x, x, x, x, x, x, x]\n");
        for (int level = 1; level < 12; level++) {
            String alias = "*l" + (level - 1);
            bomb.append(
                    "l%d: &l%d [%s]\n"
                            .formatted(
                                    level,
                                    level,
                                    String.join(", ", Collections.nCopies(10, alias))));
        }

        assertThat(refusal(bomb.toString()).message()).contains("expand to more than");
    }

    @Test
    void many_aliases_of_one_small_part_are_no_bomb() throws Refusal {
        String yaml = "a: &a [{type: contains}]\nb:\n" + "  - *a\n".repeat(5_000);

        assertThat(parse(yaml).path("b")).hasSize(5_000);
    }

    @Test
    void nesting_is_limited() {
        assertThat(refusal("[".repeat(10_000)).message()).containsIgnoringCase("depth");
    }

    @Test
    void a_byte_that_is_no_utf_8_is_named_by_line_and_offset() throws IOException {
        Path file = folder.resolve("latin1.yaml");
        Files.write(file, "a: 1\nb: caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1));

        Finding finding = catchThrowableOfType(Refusal.class, () -> YamlFile.read(file)).finding();

        assertThat(finding.place()).isEqualTo(new Place(file, 2));
        assertThat(finding.message()).contains("0xE9", "offset 11");
    }

    @Test
    void a_byte_order_mark_is_dropped() throws Exception {
        Path file = folder.resolve("bom.yaml");
        Files.writeString(file, "\uFEFFa: 1\n");

        assertThat(YamlFile.read(file).value().toString()).isEqualTo("{\"a\":1}");
    }

    @Test
    void keys_and_parts_know_their_lines() throws Refusal {
        Located root = located("a:\n  - x: 1\n    y: 2\n\nb: {c: 3}\n");
        Located first = root.get("a").part(root.value().path("a").path(0));

        assertThat(first.place().line()).isEqualTo(2);
        assertThat(first.at("y").line()).isEqualTo(3);
        assertThat(root.at("b").line()).isEqualTo(5);
    }

    private static JsonNode parse(String yaml) throws Refusal {
        return located(yaml).value();
    }

    private static Located located(String yaml) throws Refusal {
        return new ReferencedFiles(Path.of("")).resolved(YamlFile.parse(FILE, yaml));
    }

    private static String message(Path file) {
        return catchThrowableOfType(Refusal.class, () -> YamlFile.read(file)).finding().message();
    }

    private static Finding refusal(String yaml) {
        return catchThrowableOfType(Refusal.class, () -> located(yaml)).finding();
    }
}
