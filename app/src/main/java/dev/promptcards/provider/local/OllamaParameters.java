package dev.promptcards.provider.local;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.util.Set;

/// What is sent beside the prompt: what steers the model stands in `options`, what steers the call
/// beside it. As in promptfoo, keys Ollama has no word for (`max_tokens`) are not sent unless they
/// stand in `passthrough`, whose own `options` come over the others.
final class OllamaParameters {

    /// Those newer servers pass over are still sent, for older ones.
    private static final Set<String> OPTIONS =
            Set.of(
                    """
                    num_predict num_keep seed top_k top_p min_p typical_p repeat_last_n temperature
                    repeat_penalty presence_penalty frequency_penalty stop num_ctx num_batch num_gpu
                    main_gpu use_mmap num_thread draft_num_predict tfs_z num_gqa f16_kv logits_all
                    vocab_only low_vram use_mlock embedding_only rope_frequency_base
                    rope_frequency_scale penalize_newline mirostat mirostat_tau mirostat_eta\
                    """
                            .split("\\s+"));

    private OllamaParameters() {}

    static ObjectNode of(OllamaMethod method, ObjectNode config) {
        ObjectNode body = JsonNodeFactory.instance.objectNode();
        ObjectNode options = JsonNodeFactory.instance.objectNode();
        for (var entry : config.properties()) {
            if (entry.getValue().isNull()) {
                continue;
            }
            if (OPTIONS.contains(entry.getKey())) {
                options.set(entry.getKey(), entry.getValue());
            } else if (method.takes(entry.getKey())) {
                body.set(entry.getKey(), entry.getValue());
            }
        }
        for (var entry : config.path("passthrough").properties()) {
            if (entry.getKey().equals("options") && entry.getValue() instanceof ObjectNode more) {
                options.setAll(more);
            } else {
                body.set(entry.getKey(), entry.getValue());
            }
        }
        if (!options.isEmpty()) {
            body.set("options", options);
        }
        return body;
    }
}
