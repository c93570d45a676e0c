package dev.promptcards.provider.unsupported;

import dev.promptcards.provider.Adapter;
import dev.promptcards.provider.ProviderSpec;
import dev.promptcards.provider.Resolved;
import dev.promptcards.provider.Resolved.Unsupported;
import dev.promptcards.script.ScriptScope;

import jakarta.inject.Singleton;

import java.util.Map;

/// Vendors nobody here speaks to in their own protocol but who can be reached by another: says how
/// that is written.
@Singleton
final class Elsewhere implements Adapter {

    private static final String BEDROCK =
            """
            write the id `http` with `url: https://bedrock-runtime.REGION.amazonaws.com/model/MODEL\
            /converse` and the header `Authorization: Bearer {{env.AWS_BEARER_TOKEN_BEDROCK}}`\
            """;

    private static final Map<String, String> REMEDIES =
            Map.of(
                    "bedrock",
                    BEDROCK,
                    "bedrock-agent",
                    BEDROCK,
                    "cohere",
                    """
                    write `openai:chat:MODEL` with `apiBaseUrl: https://api.cohere.ai/compatibility\
                    /v1` and `apiKeyEnvar: COHERE_API_KEY`\
                    """,
                    "replicate",
                    """
                    write the id `http` with `url: https://api.replicate.com/v1/models/OWNER/MODEL\
                    /predictions` and the headers `Authorization: Bearer {{env.REPLICATE_API_TOKEN}}`\
                     and `Prefer: wait`\
                    """,
                    "vertex",
                    """
                    write `google:MODEL` with a key of Google AI Studio (GOOGLE_API_KEY), or\
                     `openai:chat:google/MODEL` with the `apiBaseUrl` of your project's\
                     `endpoints/openapi` and an access token as its `apiKey`\
                    """);

    @Override
    public boolean speaks(String id) {
        return REMEDIES.containsKey(family(id));
    }

    @Override
    public String form() {
        return "";
    }

    @Override
    public Resolved open(ProviderSpec spec, Map<String, String> secrets, ScriptScope scope) {
        return new Unsupported(
                "The provider `%s` is not supported; %s"
                        .formatted(spec.id(), REMEDIES.get(family(spec.id()))));
    }

    private static String family(String id) {
        int colon = id.indexOf(':');
        return colon < 0 ? "" : id.substring(0, colon);
    }
}
