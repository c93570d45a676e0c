package dev.promptcards.promptfoo.provider;

import dev.promptcards.promptfoo.inline.ScriptFiles;

import org.apache.commons.text.similarity.LevenshteinDistance;

import java.util.Comparator;
import java.util.Optional;
import java.util.Set;

/// The ids a provider may have: those of promptfoo 0.121 (its `src/providers/registry.ts`), whether
/// anybody here speaks to them or not, and our own. Any other is a slip, which no run mends.
final class ProviderIds {

    private static final int SLIP = 2;

    /// What stands before the first colon.
    private static final Set<String> FAMILIES =
            words(
                    """
                    a2a abliteration agentic ai21 aimlapi alibaba alicloud aliyun anthropic atlascloud azure
                    azureopenai bam bedrock bedrock-agent cerebras cloudera cloudflare-ai cloudflare-gateway
                    cohere cometapi dashscope databricks deepseek docker elevenlabs envoy exec f5 fal file
                    fireworks github golang google groq helicone hf http https huggingface hyperbolic jfrog
                    litellm llama llamaapi localai mcp meta minimax mistral mlflow-gateway modelslab moonshot
                    n8n novita nscale nvidia ollama openai openclaw opencode openinterpreter openrouter
                    orcarouter package palm perplexity portkey promptfoo python quiverai qwak replay replicate
                    ruby sagemaker script slack snowflake together togetherai transformers transformers.js truefoundry
                    vercel vertex voyage watsonx webhook ws wss xai\
                    """);

    /// Ids without a colon.
    private static final Set<String> NAMES =
            words(
                    """
                    a2a browser echo http https llama mcp n8n openclaw opencode openinterpreter replay
                    sequence slack websocket ws wss\
                    """);

    private ProviderIds() {}

    /// Why nobody can have meant this id; empty if there is such a provider.
    static Optional<String> unknown(String id) {
        int colon = id.indexOf(':');
        String family = colon < 0 ? id : id.substring(0, colon);
        Set<String> known = colon < 0 ? NAMES : FAMILIES;
        if (known.contains(family) || ScriptFiles.isScript(id) || id.contains("{{")) {
            return Optional.empty();
        }
        String meant =
                meant(family, known)
                        .map(
                                name ->
                                        ", did you mean '%s'?"
                                                .formatted(name + id.substring(family.length())))
                        .orElse("");
        return Optional.of(
                ("there is no provider '%s'%s An id is such as 'echo', 'openai:chat:MODEL',"
                                + " 'http://HOST/PATH', 'file://provider.js' or 'replay:MODEL'")
                        .formatted(id, meant.isEmpty() ? "." : meant));
    }

    private static Optional<String> meant(String family, Set<String> known) {
        LevenshteinDistance distance = new LevenshteinDistance(SLIP);
        return known.stream()
                .filter(name -> name.length() > SLIP + 1 && distance.apply(name, family) >= 0)
                .min(
                        Comparator.comparing((String name) -> distance.apply(name, family))
                                .thenComparing(Comparator.naturalOrder()));
    }

    private static Set<String> words(String words) {
        return Set.of(words.split("\\s+"));
    }
}
