package dev.promptcards.provider;

/// The key of an answer that may be used again: same provider, model, parameters, prompt and
/// repeat, and the same variables where the provider reads them.
///
/// @param value 64 hex digits
public record ResponseKey(String value) {

    public static ResponseKey of(Provider provider, ProviderRequest request, int repeat) {
        String asked =
                Fingerprint.of(
                        Fingerprint.canonical(provider.identity()),
                        Fingerprint.canonical(request.settings()),
                        request.prompt() instanceof Prompt.Chat ? "chat" : "text",
                        request.prompt().asText(),
                        Integer.toString(repeat));
        return new ResponseKey(
                provider.readsVars()
                        ? Fingerprint.of(asked, Fingerprint.canonical(request.vars()))
                        : asked);
    }
}
