package dev.promptcards.promptfoo.result.file;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.promptfoo.result.Columns;
import dev.promptcards.promptfoo.result.Executions;
import dev.promptcards.promptfoo.result.RunFacts;
import dev.promptcards.promptfoo.result.compare.Comparison;
import dev.promptcards.promptfoo.result.compare.RunCases;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.yaml.snakeyaml.LoaderOptions;
import org.yaml.snakeyaml.Yaml;
import org.yaml.snakeyaml.constructor.SafeConstructor;

import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import javax.xml.XMLConstants;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.transform.stream.StreamSource;
import javax.xml.validation.SchemaFactory;

class ReportFormatsTest {

    /// Markup, an escape sequence, a character XML has no place for, a fence, a mention.
    private static final String HOSTILE =
            "</td><script>alert(1)</script> & \"q\" 'a' \u001b[2J \u0000 ]]> ``` ```` @someone |"
                    + " x\r\n"
                    + "y";

    @TempDir Path folder;

    private final List<ObjectNode> run =
            List.of(
                    Executions.one(0, 0, "passed", 1, "fine"),
                    Executions.one(0, 1, "failed", 0.25, HOSTILE),
                    Executions.one(1, 0, "error", 0, "boom " + HOSTILE).put("description", HOSTILE),
                    Executions.one(1, 1, "unknown", 0, "cut"));

    @ParameterizedTest
    @ValueSource(strings = {"a.junit.xml", "a.xml"})
    void xml_can_be_read_whatever_an_output_holds(String name) throws Exception {
        run.getFirst().putObject("vars").put("1 <odd> key", HOSTILE).put("", "x");

        Document document = xml(Written.text(folder.resolve(name), run));

        assertThat(document.getDocumentElement().getTagName())
                .isEqualTo(name.equals("a.xml") ? "promptfoo" : "testsuites");
    }

    @Test
    void junit_has_promptfoos_names_and_keeps_failures_and_errors_apart() throws Exception {
        Element suites = xml(Written.text(folder.resolve("a.junit.xml"), run)).getDocumentElement();

        assertThat(suites.getAttribute("name")).isEqualTo("promptfoo");
        assertThat(suites.getAttribute("tests")).isEqualTo("4");
        assertThat(suites.getAttribute("failures")).isEqualTo("1");
        assertThat(suites.getAttribute("errors")).isEqualTo("2");
        assertThat(suites.getAttribute("time")).isEqualTo("0.04");
        Element second = (Element) suites.getElementsByTagName("testsuite").item(1);
        assertThat(second.getAttribute("name")).isEqualTo("[echo] prompt 2");
        assertThat(second.getAttribute("tests")).isEqualTo("2");
        Element failed = (Element) second.getElementsByTagName("testcase").item(0);
        assertThat(failed.getAttribute("classname")).isEqualTo("[echo] prompt 2");
        assertThat(failed.getAttribute("name")).isEqualTo("test 1");
        Element failure = (Element) failed.getElementsByTagName("failure").item(0);
        assertThat(failure.getAttribute("type")).isEqualTo("assertion");
        assertThat(failure.getAttribute("message")).contains("<script>");
        assertThat(failure.getTextContent()).startsWith("Score: 0.25\nReason: ");
        Element unknown = (Element) second.getElementsByTagName("error").item(0);
        assertThat(unknown.getAttribute("message")).isEqualTo("unknown outcome: cut");
    }

    @Test
    void junit_is_valid_and_no_output_is_shown_beyond_its_bound() throws Exception {
        ObjectNode long1 = Executions.one(2, 0, "failed", 0, "r".repeat(100_000));
        long1.put("output", "o".repeat(100_000));
        List<ObjectNode> all = new ArrayList<>(run);
        all.add(long1);

        String text = Written.text(folder.resolve("a.junit.xml"), all);

        SchemaFactory.newInstance(XMLConstants.W3C_XML_SCHEMA_NS_URI)
                .newSchema(Objects.requireNonNull(ReportFormatsTest.class.getResource("junit.xsd")))
                .newValidator()
                .validate(new StreamSource(new StringReader(text)));
        assertThat(text.length()).isLessThan(40_000);
    }

    @Test
    void a_score_that_is_absent_is_no_0_and_in_no_mean() throws Exception {
        var absent = Executions.one(0, 0, "failed", 0, "r").putNull("score");
        var half = Executions.one(1, 0, "failed", 0.5, "r");
        var both = List.of(absent, half);

        var json = Executions.JSON.readTree(Written.text(folder.resolve("s.json"), both));
        for (var at : List.of("/score", "/gradingResult/score")) {
            assertThat(json.at("/results/results/0" + at).isNull()).as(at).isTrue();
            assertThat(json.at("/results/results/1" + at).asDouble()).isEqualTo(0.5);
        }
        assertThat(Written.text(folder.resolve("s.csv"), both))
                .contains("FAIL,,")
                .contains("FAIL,0.50,");
        assertThat(Written.text(folder.resolve("s.junit.xml"), both))
                .containsOnlyOnce("Score: ")
                .contains("Score: 0.5");
        assertThat(Written.text(folder.resolve("s.md"), both)).contains("| 0.500 |");
        assertThat(Written.text(folder.resolve("s.html"), both))
                .contains("FAIL</span>", "FAIL 0.50</span>", ">0.500</td>");
        assertThat(Written.text(folder.resolve("t.md"), List.of(absent))).contains("| 0.0 % |  |");
    }

    @Test
    void people_are_told_the_runs_number() throws Exception {
        var nameless =
                new RunFacts(
                        "run-1",
                        7,
                        Written.START,
                        Written.START,
                        JsonNodeFactory.instance.objectNode(),
                        "0");
        Written.write(folder.resolve("n.html"), nameless, run);
        Written.write(folder.resolve("n.md"), nameless, run);

        assertThat(folder.resolve("n.html"))
                .content()
                .contains("Results of run 7")
                .doesNotContain("run-1");
        assertThat(folder.resolve("n.md")).content().contains("run 7 · ");
    }

    @Test
    void a_page_shows_no_score_where_there_is_none() throws Exception {
        ObjectNode scored = Executions.one(0, 0, "passed", 1, "fine");
        scored.putObject("namedScores").putNull("tone").put("length", 0);
        var components = scored.putArray("components");
        components.addObject().put("type", "imported").put("pass", true).putNull("score");
        components.addObject().put("type", "equals").put("pass", false).put("score", 0);

        assertThat(Written.text(folder.resolve("s.html"), List.of(scored)))
                .contains("✓ imported: ", "✗ equals (0.00): ", "length 0.00")
                .doesNotContain("tone");
    }

    @Test
    void promptfoos_tree_repeats_the_element_of_a_list() throws Exception {
        Document document = xml(Written.text(folder.resolve("a.xml"), run));

        Element results = (Element) document.getElementsByTagName("results").item(0);
        assertThat(results.getElementsByTagName("results").getLength()).isEqualTo(4);
        assertThat(results.getElementsByTagName("prompts").getLength()).isEqualTo(2);
        assertThat(document.getElementsByTagName("evalId").item(0).getTextContent())
                .isEqualTo("run-1");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.yaml", "a.yml", "a.txt"})
    void yaml_says_what_json_says(String name) throws Exception {
        List<String> texts =
                List.of(
                        "yes",
                        "1e3",
                        "0x1F",
                        "~",
                        "null",
                        "2026-11-21",
                        "012",
                        " lead",
                        "trail ",
                        "a: b",
                        "- c",
                        "# d",
                        "multi\nline\n",
                        "\ttab",
                        "@x",
                        "",
                        "1:30",
                        "é漢👍",
                        "x".repeat(300) + " y",
                        HOSTILE.replace("\u0000", ""));
        List<ObjectNode> odd = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            odd.add(Executions.one(i, 0, "passed", 1, "x").put("output", texts.get(i)));
        }

        String yaml = Written.text(folder.resolve(name), odd);

        Object read = new Yaml(new SafeConstructor(new LoaderOptions())).load(yaml);
        JsonNode asJson = Executions.JSON.valueToTree(read);
        JsonNode json = Executions.JSON.readTree(Written.text(folder.resolve("a.json"), odd));
        assertThat(asJson.at("/results/results")).isEqualTo(numbers(json.at("/results/results")));
    }

    /// YAML has whole numbers where Java has doubles; read both the same way.
    private static JsonNode numbers(JsonNode json) throws Exception {
        return Executions.JSON.valueToTree(
                new Yaml(new SafeConstructor(new LoaderOptions())).load(json.toString()));
    }

    @Test
    void a_page_needs_nothing_else_and_lets_no_output_become_markup() throws Exception {
        String html = Written.text(folder.resolve("a.html"), run);

        assertThat(html).startsWith("<!doctype html>").endsWith("</body></html>\n");
        assertThat(html.split("<script>", -1)).as("its own few lines").hasSize(2);
        assertThat(html)
                .doesNotContain("src=", "href=", "http://", "https://", "alert(1)</script>");
        assertThat(html).contains("&lt;script&gt;alert(1)", "prefers-color-scheme", "[echo] p1");
        assertThat(html.split("<tr class=\"ok\">", -1))
                .as("no row passed in all columns")
                .hasSize(1);
        assertThat(html).contains("UNKNOWN 0.00", "FAIL 0.25", "1 of 4 passed");
    }

    @Test
    void markdown_folds_what_failed_and_mentions_nobody() throws Exception {
        String text = Written.text(folder.resolve("a.md"), run);

        assertThat(text).startsWith("### ❌ 1 of 4 passed: <code>d</code>");
        assertThat(text).contains("| <code>[echo] p0</code> | 1 | 0 | 1 | 50.0 % | 0.500 |  |");
        assertThat(text.split("<details>", -1)).hasSize(4);
        assertThat(text).contains("`````\n").doesNotContain("<script>alert(1)</script> &amp; @");
        String outside =
                text.replaceAll("(?s)(`{3,}).*?\\n\\1", "").replaceAll("<code>.*?</code>", "");
        assertThat(outside).doesNotContain("@someone");
    }

    @Test
    void markdown_stays_under_what_a_comment_holds() throws Exception {
        List<ObjectNode> many = new ArrayList<>();
        for (int test = 0; test < 300; test++) {
            for (int column = 0; column < 10; column++) {
                ObjectNode one = Executions.one(test, column, "failed", 0, "漢".repeat(5_000));
                many.add(one.put("promptLabel", "label ".repeat(500)));
            }
        }

        String text = Written.text(folder.resolve("a.md"), many);

        assertThat(text.length()).isBetween(20_000, 60_000);
        assertThat(text).contains("more; the other files of this run have them all.");
    }

    @Test
    void a_comparison_stands_in_markdown_json_and_the_page() throws Exception {
        RunCases before = new RunCases();
        RunCases now = new RunCases();
        run.forEach(now::add);
        before.add(Executions.one(0, 0, "failed", 0, "x"));
        before.add(Executions.one(1, 1, "passed", 0, "x"));
        Optional<Comparison> comparison = Optional.of(Comparison.of("40", before, now));
        Path md = folder.resolve("a.md");
        Path json = folder.resolve("a.json");
        Path html = folder.resolve("a.html");
        for (Path path : List.of(md, json, html)) {
            Written.write(path, Written.FACTS, run, comparison);
        }

        assertThat(Files.readString(md))
                .contains(
                        "#### Compared with run 40",
                        "| <code>[echo] p0</code> | 1 | 0 | 0 | 0 | 1.0000 | **not decided** |",
                        "- better: <code>q=v0</code>");
        JsonNode written = Executions.JSON.readTree(json.toFile()).path("comparison");
        assertThat(written.path("baseline").asText()).isEqualTo("40");
        assertThat(written.at("/columns/0/turned/0/turned").asText()).isEqualTo("better");
        assertThat(written.at("/columns/1/notDecided").asInt()).isEqualTo(1);
        assertThat(Files.readString(html)).contains("Compared with run 40", "not decided");
    }

    @Test
    void derived_metrics_and_those_that_failed_are_in_the_columns() throws Exception {
        Columns columns = Executions.columns(run);
        columns.at(0).derive("f1", 0.5);
        columns.at(1).deriveFailed("f1", "no such name");
        Path json = folder.resolve("a.json");

        Written.write(json, Written.FACTS, run, columns, Optional.empty());

        JsonNode prompts = Executions.JSON.readTree(json.toFile()).at("/results/prompts");
        assertThat(prompts.at("/0/metrics/namedScores/f1").asDouble()).isEqualTo(0.5);
        assertThat(prompts.at("/1/metrics/derivedMetricErrors/f1").asText())
                .isEqualTo("no such name");
    }

    @ParameterizedTest
    @ValueSource(strings = {"a.html", "a.junit.xml", "a.csv", "a.md", "a.xml", "a.yaml"})
    void a_run_that_breaks_off_leaves_no_file_behind(String name) throws Exception {
        try (ResultWriter writer =
                OutputFormat.of(Path.of(name)).open(folder.resolve(name), Written.FACTS)) {
            writer.write(run.getFirst());
        }

        assertThat(folder).isEmptyDirectory();
    }

    private static Document xml(String text) throws Exception {
        DocumentBuilderFactory factory = DocumentBuilderFactory.newInstance();
        factory.setFeature("http://apache.org/xml/features/disallow-doctype-decl", true);
        return factory.newDocumentBuilder()
                .parse(new org.xml.sax.InputSource(new StringReader(text)));
    }
}
