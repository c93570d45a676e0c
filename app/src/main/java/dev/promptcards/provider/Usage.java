package dev.promptcards.provider;

/// Tokens of one call as the provider counted them; 0 where it says nothing.
///
/// @param prompt all that went in, the cached ones among them
/// @param completion all that came out, the reasoning among them
/// @param total as reported, else their sum
/// @param cached tokens of the prompt the provider had at hand already
/// @param reasoning tokens thought and not shown
public record Usage(long prompt, long completion, long total, long cached, long reasoning) {

    public static final Usage NONE = new Usage(0, 0, 0, 0, 0);
}
