package dev.promptcards.web;

/// A piece of HTML that is safe to show. There are two ways to make one: from a template of our
/// own, and from a text, which is escaped.
///
/// @param markup as it goes over the wire
public record Html(String markup) {

    /// Nothing.
    public static final Html NONE = new Html("");

    /// A template with `%s` for each of `parts`, which are escaped unless they are HTML already.
    public static Html of(String template, Object... parts) {
        var safe = new Object[parts.length];
        for (int i = 0; i < parts.length; i++) {
            safe[i] = parts[i] instanceof Html html ? html.markup() : escaped(parts[i].toString());
        }
        return new Html(template.formatted(safe));
    }

    private static String escaped(String text) {
        var out = new StringBuilder(text.length() + 16);
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                case '\'' -> out.append("&#39;");
                default -> out.append(c);
            }
        }
        return out.toString();
    }
}
