package dev.promptcards.promptfoo.inline;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.promptfoo.file.Finding;
import dev.promptcards.promptfoo.file.Folder;
import dev.promptcards.promptfoo.file.Place;
import dev.promptcards.promptfoo.file.Refusal;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

class ScriptFilesTest {

    private static final Place PLACE = new Place(Path.of("promptfooconfig.yaml"), 7);

    @TempDir Path temporary;
    Path folder;
    ScriptFiles scripts;
    List<Finding> findings = new ArrayList<>();

    @BeforeEach
    void a_folder() throws IOException {
        folder = Files.createDirectories(temporary.resolve("suite"));
        scripts = new ScriptFiles(Folder.of(folder), new Workshop());
    }

    private void file(String name, String text) throws IOException {
        Path file = folder.resolve(name);
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private JsonNode called(String name, String argument) throws Refusal {
        ObjectNode script = scripts.read(PLACE, name, findings::add);
        return scripts.call(PLACE, script, List.of(TextNode.valueOf(argument)));
    }

    @Test
    void a_file_alone_is_its_own_text_and_a_function_stands_beside_it() throws Exception {
        file("check.js", "module.exports.long = (output) => output.length > 4;\n");

        assertThat(scripts.read(PLACE, "file://check.js:long", findings::add).toString())
                .isEqualTo(
                        "{\"script\":\"module.exports.long = (output) => output.length >"
                                + " 4;\\n\",\"function\":\"long\"}");
        assertThat(called("check.js:long", "timber").booleanValue()).isTrue();
    }

    @Test
    void what_it_requires_stands_in_the_same_text_however_it_is_written() throws Exception {
        file(
                "check.js",
                """
                const { shout } = require('./lib/words');
                const limits = require("./limits.json");
                // require('./missing')
                module.exports = (output) => shout(output.slice(0, limits.most)) + require('./es').tail();
                """);
        file(
                "lib/words.ts",
                "import { mark } from '../mark.js';\n"
                        + "export const shout = (w: string): string => w.toUpperCase() + mark;\n");
        file("mark.ts", "export const mark: string = '!';\nexport type Mark = string;\n");
        file("limits.json", "{\"most\": 3}");
        file("es.mjs", "export function tail() { return '?'; }\nexport default tail;\n");

        assertThat(called("check.js", "timber").textValue()).isEqualTo("TIM!?");
        assertThat(findings).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "export default (o) => o + 1;",
                "export default function (o) { return o + 1; }",
                "export default async function grade(o) { return o + 1; }",
                "function f(o) { return o + 1; }\\nexport { f as default };",
                "import * as b from './b.mjs';\\nexport default (o) => b.add(o);",
                "import add from './b.mjs';\\nexport default add;",
                "import { add as plus } from './b.mjs';\\nexport default (o) => plus(o);",
                "export * from './b.mjs';\\nexport { default } from './b.mjs';",
                "module.exports = async (o) => (await import('./b.mjs')).add(o);",
            })
    void modules_of_every_form_become_callable(String text) throws Exception {
        file("b.mjs", "export const add = (o) => o + 1;\nexport default add;\n");
        file("check.js", text.replace("\\n", "\n"));

        assertThat(called("check.js", "x").textValue()).isEqualTo("x1");
    }

    @Test
    void files_that_require_each_other_see_what_is_made_so_far() throws Exception {
        file(
                "a.js",
                "exports.one = 1;\n"
                        + "const b = require('./b');\n"
                        + "exports.sum = () => exports.one + b.two();\n");
        file("b.js", "const a = require('./a');\nexports.two = () => a.one + 1;\n");

        assertThat(called("a.js:sum", "").intValue()).isEqualTo(3);
    }

    @Test
    void what_belongs_to_node_is_named_where_it_is_asked_for_and_fails_where_it_is_reached()
            throws Exception {
        file(
                "check.js",
                "module.exports = () => true;\n\n"
                    + "module.exports.read = () => require('fs').readFileSync('/etc/passwd');\n");

        assertThat(called("check.js", "").booleanValue()).isTrue();
        assertThat(findings)
                .singleElement()
                .asString()
                .contains("check.js:3: require('fs') finds nothing");
        assertThatThrownBy(() -> called("check.js:read", ""))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("require('fs')");
    }

    @ParameterizedTest
    @CsvSource({"process.exit(1), process", "fetch('http://x'), fetch", "Deno.cwd(), Deno"})
    void nothing_of_the_machine_is_there(String code, String name) throws Exception {
        file("check.js", "module.exports = () => " + code + ";");

        assertThatThrownBy(() -> called("check.js", "")).hasMessageContaining(name);
    }

    @Test
    void a_path_that_climbs_out_of_the_folder_is_refused_where_it_stands() throws Exception {
        Files.writeString(temporary.resolve("secret.js"), "module.exports = 1;");
        file("check.js", "\nmodule.exports = require('../secret');\n");

        assertThatThrownBy(() -> scripts.read(PLACE, "check.js", findings::add))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.finding().toString())
                                        .contains("check.js:2: '../secret' lies outside"));
        assertThatThrownBy(() -> scripts.read(PLACE, "file://../secret.js", findings::add))
                .isInstanceOfSatisfying(
                        Refusal.class,
                        refusal ->
                                assertThat(refusal.finding().toString())
                                        .contains("promptfooconfig.yaml:7: '../secret.js' lies"));
    }

    @Test
    void a_link_out_of_the_folder_is_a_path_out_of_it() throws Exception {
        Files.createSymbolicLink(
                folder.resolve("link.js"),
                Files.writeString(temporary.resolve("secret.js"), "module.exports = 1;"));

        assertThatThrownBy(() -> scripts.read(PLACE, "link.js", findings::add))
                .isInstanceOf(Refusal.class);
    }

    @Test
    void an_error_names_its_file_among_many() throws Exception {
        file("check.js", "require('./broken');\nmodule.exports = () => 1;");
        file("broken.js", "const x = ;");

        assertThatThrownBy(() -> called("check.js", "")).hasMessageContaining("broken.js: ");
    }

    @Test
    void typescript_that_is_none_is_refused_with_its_place() throws Exception {
        file("check.ts", "export default (o: string => o;");

        assertThatThrownBy(() -> scripts.read(PLACE, "check.ts", findings::add))
                .isInstanceOf(Refusal.class)
                .hasMessageContaining("TypeScript");
    }
}
