package dev.promptcards.promptfoo;

import static dev.promptcards.provider.ProviderBeans.SCOPE;
import static dev.promptcards.provider.ProviderBeans.ready;

import static org.assertj.core.api.Assertions.assertThat;

import dev.promptcards.promptfoo.provider.PlannedProvider;
import dev.promptcards.provider.ProviderBeans;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Unsupported;

import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/// An id as promptfoo writes it, with nothing but the variable promptfoo reads the key from, ends
/// at the address promptfoo asks (`src/providers/registry.ts` and the files it names).
class VendorIdsTest {

    @TempDir Path temporary;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "alibaba:qwen-max | DASHSCOPE_API_KEY |"
                    + " https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions",
                "alicloud:m | DASHSCOPE_API_KEY |"
                    + " https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions",
                "aliyun:m | DASHSCOPE_API_KEY |"
                    + " https://dashscope-intl.aliyuncs.com/compatible-mode/v1/chat/completions",
                "dashscope:embedding:m | DASHSCOPE_API_KEY |"
                        + " https://dashscope-intl.aliyuncs.com/compatible-mode/v1/embeddings",
                "anthropic:messages:m | ANTHROPIC_API_KEY | https://api.anthropic.com/v1/messages",
                "cerebras:m | CEREBRAS_API_KEY | https://api.cerebras.ai/v1/chat/completions",
                "deepseek: | DEEPSEEK_API_KEY | https://api.deepseek.com/v1/chat/completions",
                "fireworks:accounts/fireworks/models/m | FIREWORKS_API_KEY |"
                        + " https://api.fireworks.ai/inference/v1/chat/completions",
                "github:openai/gpt-5 | GITHUB_TOKEN |"
                        + " https://models.github.ai/inference/chat/completions",
                "google:m | GOOGLE_API_KEY |"
                    + " https://generativelanguage.googleapis.com/v1beta/models/m:generateContent",
                "groq:m | GROQ_API_KEY | https://api.groq.com/openai/v1/chat/completions",
                "hf:text-classification:m | HF_TOKEN |"
                        + " https://router.huggingface.co/hf-inference/models/m",
                "hyperbolic:m | HYPERBOLIC_API_KEY |"
                        + " https://api.hyperbolic.xyz/v1/chat/completions",
                "litellm:m | LITELLM_API_KEY | http://127.0.0.1:4000/chat/completions",
                "llama:m | | http://127.0.0.1:8080/completion",
                "localai:m | | http://127.0.0.1:8080/v1/chat/completions",
                "mistral:m | MISTRAL_API_KEY | https://api.mistral.ai/v1/chat/completions",
                "nvidia:m | NVIDIA_API_KEY | https://integrate.api.nvidia.com/v1/chat/completions",
                "ollama:m | | http://127.0.0.1:11434/api/generate",
                "openai:m | OPENAI_API_KEY | https://api.openai.com/v1/chat/completions",
                "openrouter:a/m | OPENROUTER_API_KEY |"
                        + " https://openrouter.ai/api/v1/chat/completions",
                "perplexity: | PERPLEXITY_API_KEY | https://api.perplexity.ai/chat/completions",
                "togetherai:m | TOGETHER_API_KEY | https://api.together.xyz/v1/chat/completions",
                "together:m | TOGETHER_API_KEY | https://api.together.xyz/v1/chat/completions",
                "xai:m | XAI_API_KEY | https://api.x.ai/v1/chat/completions",
            })
    void an_id_is_read_keyed_and_asked_as_in_promptfoo(String id, String key, String url) {
        Plan plan =
                new ConfigFolder(temporary).plan("prompts: [p]\nproviders: ['%s']".formatted(id));
        assertThat(plan.check().findings()).isEmpty();
        Map<String, String> sent =
                plan.credentials().values(name -> Optional.of("k").filter(_ -> name.equals(key)));
        assertThat(sent.keySet())
                .isEqualTo(key == null ? Map.of().keySet() : Map.of(key, "").keySet());
        assertThat(ready(resolved(plan, sent)).identity().path("url").asText()).isEqualTo(url);
    }

    @ParameterizedTest
    @CsvSource({
        "bedrock:anthropic.claude, AWS_BEARER_TOKEN_BEDROCK",
        "cohere:command-r, https://api.cohere.ai/compatibility/v1",
        "replicate:meta/llama, REPLICATE_API_TOKEN",
        "vertex:gemini-2.5-pro, google:MODEL",
    })
    void who_is_not_spoken_to_is_named_with_what_to_write_instead(String id, String remedy) {
        Plan plan =
                new ConfigFolder(temporary).plan("prompts: [p]\nproviders: ['%s']".formatted(id));
        assertThat(resolved(plan, Map.of()))
                .isInstanceOfSatisfying(
                        Unsupported.class, one -> assertThat(one.reason()).contains(id, remedy));
    }

    private static Resolved resolved(Plan plan, Map<String, String> secrets) {
        PlannedProvider provider = plan.providers().getFirst();
        var spec = new ProviderSpec(provider.id(), Optional.empty(), provider.config());
        return ProviderBeans.providers().resolve(ProviderBeans.WORKSPACE, spec, secrets, SCOPE);
    }
}
