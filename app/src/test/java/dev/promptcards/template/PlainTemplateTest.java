package dev.promptcards.template;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.List;
import java.util.Optional;
import java.util.Random;

/// The plain renderer against Nunjucks itself.
class PlainTemplateTest {

    private static final ScriptScope SCOPE = new ScriptScope("a run");
    private static final Sandbox SANDBOX = new Sandbox();
    private static final ObjectMapper JSON = new ObjectMapper();

    private static final List<String> PIECES =
            List.of(
                    "text ",
                    "{",
                    "}",
                    "}}",
                    "${Name:default}",
                    "%}",
                    "\n",
                    "é😀",
                    "\\",
                    "<&\"'>",
                    "$1",
                    "{{ text }}",
                    "{{text}}",
                    "{{\n\ttext\u00a0}}",
                    "{{ int }}",
                    "{{ double }}",
                    "{{ yes }}",
                    "{{ nothing }}",
                    "{{ missing }}",
                    "{{ missing.deeper.still }}",
                    "{{ object.name }}",
                    "{{ object.inner.name }}",
                    "{{ object.missing.name }}",
                    "{{ nothing.name }}",
                    "{{ _a1 }}");

    /// What the plain renderer may leave to Nunjucks, and where it must not guess.
    private static final List<String> ODD_PIECES =
            List.of(
                    "{{ object }}",
                    "{{ list }}",
                    "{{ list.length }}",
                    "{{ text.length }}",
                    "{{ list.0 }}",
                    "{{ text | upper }}",
                    "{{- text -}}",
                    "{{ true }}",
                    "{{ none }}",
                    "{{ range }}",
                    "{{ constructor }}",
                    "{{ object.toString }}",
                    "{{ missing.if }}",
                    "{{ object.constructor }}",
                    "{{ int.toFixed }}",
                    "{{ 1 }}",
                    "{{ text }",
                    "{{ }}",
                    "{{{ text }}}",
                    "{{ text. }}",
                    "{{ text text }}",
                    "{{ ünder }}",
                    "{{ __proto__ }}");

    @AfterAll
    static void close() {
        SANDBOX.close();
    }

    @Test
    void generated_templates_come_out_as_nunjucks_writes_them() {
        Random random = new Random(20_261_121);
        for (int i = 0; i < 300; i++) {
            String template = template(random, PIECES);
            JsonNode vars = vars(random);
            assertThat(PlainTemplate.render(template, vars))
                    .as("%s with %s", template, vars)
                    .isEqualTo(nunjucks(template, vars));
        }
    }

    @Test
    void where_the_plain_renderer_answers_at_all_it_answers_as_nunjucks() {
        Random random = new Random(7);
        for (String odd : ODD_PIECES) {
            String template = template(random, PIECES) + odd;
            JsonNode vars = vars(random);
            Optional<String> plain = PlainTemplate.render(template, vars);
            assertThat(plain.isEmpty() || plain.equals(nunjucks(template, vars)))
                    .as("%s with %s gave %s", template, vars, plain)
                    .isTrue();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "-0.0",
                "1.0",
                "1e2",
                "0.1",
                "100",
                "-17",
                "1.5e300",
                "5e-324",
                "1e21",
                "123456789012345680000",
                "999999999999999900000",
                "0.000001",
                "0.0000015",
                "9e-7",
                "9007199254740993",
                "12345678901234567890",
                "3.141592653589793",
                "1.7976931348623157e308",
                "4.35",
                "2e-3",
                "1000000000000000128",
                "true",
                "false"
            })
    void numbers_are_written_as_javascript_writes_them(String number) throws Exception {
        ObjectNode vars = JSON.createObjectNode();
        vars.set("n", JSON.readTree(number));

        Optional<String> plain = PlainTemplate.render("{{ n }}", vars);

        assertThat(plain.isEmpty() || plain.equals(nunjucks("{{ n }}", vars)))
                .as("%s gave %s, Nunjucks %s", number, plain, nunjucks("{{ n }}", vars))
                .isTrue();
    }

    @Test
    void most_numbers_need_no_sandbox() {
        Random random = new Random(3);
        for (int i = 0; i < 200; i++) {
            ObjectNode vars = JSON.createObjectNode();
            vars.put("n", (0.5 - random.nextDouble(1, 2)) * Math.pow(10, random.nextInt(-5, 20)));
            assertThat(PlainTemplate.render("{{ n }}", vars)).isEqualTo(nunjucks("{{ n }}", vars));
        }
    }

    private static String template(Random random, List<String> pieces) {
        StringBuilder template = new StringBuilder();
        for (int i = random.nextInt(1, 9); i > 0; i--) {
            String piece = pieces.get(random.nextInt(pieces.size()));
            // Two braces that meet would make a tag nobody meant.
            boolean meets = template.toString().endsWith("{") && piece.startsWith("{");
            template.append(meets ? " " : "").append(piece);
        }
        return template.toString();
    }

    private static ObjectNode vars(Random random) {
        List<String> texts =
                List.of("", "word", "{{ int }}", "a\nb", "{% if %}", "é😀", "$&", "\"q\"");
        ObjectNode vars = JSON.createObjectNode();
        vars.put("text", texts.get(random.nextInt(texts.size())));
        vars.put("_a1", texts.get(random.nextInt(texts.size())));
        vars.put("int", random.nextInt(-1000, 1000));
        vars.put("double", random.nextInt(-1000, 1000) / 8.0);
        vars.put("yes", random.nextBoolean());
        vars.putNull("nothing");
        vars.putArray("list").add("a").add(1);
        vars.putObject("object").put("name", "n").putObject("inner").put("name", random.nextInt());
        return vars;
    }

    private static Optional<String> nunjucks(String template, JsonNode vars) {
        ScriptResult result = SANDBOX.submit(SCOPE, new ScriptJob.Render(template, vars)).join();
        return result instanceof ScriptResult.Value(JsonNode text)
                ? Optional.of(text.textValue())
                : Optional.empty();
    }
}
