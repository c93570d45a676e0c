package dev.promptcards.template;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.script.Sandbox;
import dev.promptcards.script.ScriptJob;
import dev.promptcards.script.ScriptResult;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.Map;

/// Renders templates in the language of Nunjucks 3.2.4: autoescape off, undefined renders empty.
@Singleton
public class Templates {

    private final Sandbox sandbox;

    public Templates(Sandbox sandbox) {
        this.sandbox = sandbox;
    }

    /// Renders one template and waits for it. A text without a tag comes back as it is.
    ///
    /// @param vars an object; a template sees nothing else
    public Rendering render(ScriptScope scope, String template, JsonNode vars) {
        if (!PlainTemplate.hasTags(template)) {
            return new Rendering.Rendered(template);
        }
        return PlainTemplate.render(template, vars)
                .<Rendering>map(Rendering.Rendered::new)
                .orElseGet(() -> renderInSandbox(scope, template, vars));
    }

    /// Renders every string in `tree`, whatever its depth; names of fields and everything else
    /// stay. What a variable holds becomes part of a string and never of the JSON around it.
    ///
    /// @param tree chat messages, as a rule
    public TreeRendering renderTree(ScriptScope scope, JsonNode tree, JsonNode vars) {
        if (tree.isTextual()) {
            return switch (render(scope, tree.textValue(), vars)) {
                case Rendering.Rendered(String text) ->
                        new TreeRendering.Rendered(TextNode.valueOf(text));
                case Rendering.Failed(String message) -> new TreeRendering.Failed(message);
            };
        }
        if (tree.isArray()) {
            ArrayNode rendered = JsonNodeFactory.instance.arrayNode(tree.size());
            for (JsonNode item : tree) {
                switch (renderTree(scope, item, vars)) {
                    case TreeRendering.Rendered(JsonNode part) -> rendered.add(part);
                    case TreeRendering.Failed failed -> {
                        return failed;
                    }
                }
            }
            return new TreeRendering.Rendered(rendered);
        }
        if (tree.isObject()) {
            ObjectNode rendered = JsonNodeFactory.instance.objectNode();
            for (Map.Entry<String, JsonNode> field : tree.properties()) {
                switch (renderTree(scope, field.getValue(), vars)) {
                    case TreeRendering.Rendered(JsonNode part) ->
                            rendered.set(field.getKey(), part);
                    case TreeRendering.Failed failed -> {
                        return failed;
                    }
                }
            }
            return new TreeRendering.Rendered(rendered);
        }
        return new TreeRendering.Rendered(tree);
    }

    private Rendering renderInSandbox(ScriptScope scope, String template, JsonNode vars) {
        ScriptJob job = new ScriptJob.Render(template, named(template, vars));
        return switch (sandbox.submit(scope, job).join()) {
            case ScriptResult.Value(JsonNode text) -> new Rendering.Rendered(text.textValue());
            case ScriptResult.Failed(String message) -> new Rendering.Failed(message);
            case ScriptResult.Stopped(String message) -> new Rendering.Failed(message);
        };
    }

    /// The variables whose names stand in the template: no other can matter to it, and every one
    /// costs the sandbox time.
    private static ObjectNode named(String template, JsonNode vars) {
        ObjectNode named = JsonNodeFactory.instance.objectNode();
        for (Map.Entry<String, JsonNode> variable : vars.properties()) {
            if (template.contains(variable.getKey())) {
                named.set(variable.getKey(), variable.getValue());
            }
        }
        return named;
    }
}
