package dev.promptcards.run;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.node.TextNode;

import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Providers;
import dev.promptcards.provider.Resolved;
import dev.promptcards.script.ScriptScope;
import dev.promptcards.template.Rendering;
import dev.promptcards.template.Templates;

import jakarta.inject.Singleton;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Opens the providers of a run: fills `{{ env.NAME }}` in id and configuration with what the run
/// brought along, takes out what is ours and not the provider's, and resolves. Calls nobody.
@Singleton
public class ProviderOpening {

    /// Only what speaks of `env`: a request's own template (`{{ prompt }}`) is rendered with each
    /// call.
    private static final Pattern ENVIRONMENT =
            Pattern.compile("\\{\\{-?\\s*env\\.(\\w+)(?:(?!}})[^{])*}}");

    /// Members of a configuration that the run carries out itself.
    private static final String TRANSFORM = "transform";

    private final Providers providers;
    private final Templates templates;

    ProviderOpening(Providers providers, Templates templates) {
        this.providers = providers;
        this.templates = templates;
    }

    /// What the provider comes to.
    ///
    /// @param keys by name, as `OPENAI_API_KEY`
    /// @param env values of `{{ env.NAME }}`; a name that is in neither stays as it is written
    /// @param scope on whose account a filter in such a template runs
    public Resolved open(
            ProviderSpec spec,
            Map<String, String> keys,
            Map<String, String> env,
            ScriptScope scope) {
        ObjectNode values = JsonNodeFactory.instance.objectNode();
        env.forEach(values.putObject("env")::put);
        var config = (ObjectNode) filled(spec.config(), values, scope);
        config.remove(TRANSFORM);
        var id = filled(spec.id(), values, scope);
        return providers.resolve(new ProviderSpec(id, spec.label(), config), keys, scope);
    }

    private JsonNode filled(JsonNode written, ObjectNode values, ScriptScope scope) {
        if (written.isTextual()) {
            return TextNode.valueOf(filled(written.textValue(), values, scope));
        }
        if (written.isArray()) {
            var list = JsonNodeFactory.instance.arrayNode(written.size());
            written.forEach(element -> list.add(filled(element, values, scope)));
            return list;
        }
        if (written.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            written.properties()
                    .forEach(f -> object.set(f.getKey(), filled(f.getValue(), values, scope)));
            return object;
        }
        return written;
    }

    private String filled(String text, ObjectNode values, ScriptScope scope) {
        if (!text.contains("{{")) {
            return text;
        }
        return ENVIRONMENT
                .matcher(text)
                .replaceAll(found -> Matcher.quoteReplacement(value(found, values, scope)));
    }

    private String value(java.util.regex.MatchResult found, ObjectNode values, ScriptScope scope) {
        boolean known = values.path("env").has(found.group(1)) || found.group().contains("default");
        return known
                        && templates.render(scope, found.group(), values)
                                instanceof Rendering.Rendered(String text)
                ? text
                : found.group();
    }
}
