package dev.promptcards.card;

import dev.promptcards.problem.Problem;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.text.Normalizer;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ThreadLocalRandom;
import java.util.regex.Pattern;

/// The name of a card in addresses: lower-case letters, digits and hyphens, at most 128.
public final class Slug {

    private static final Pattern VALID = Pattern.compile("[a-z0-9][a-z0-9-]{0,127}");
    private static final int MAX_FROM_TITLE = 80;

    /// What stands beside cards in addresses.
    private static final Set<String> RESERVED = Set.of("import", "export");

    /// Latin letters that no decomposition turns into plain ones.
    private static final Map<Integer, String> PLAIN =
            Map.of(
                    (int) 'ß', "ss", (int) 'æ', "ae", (int) 'œ', "oe", (int) 'ø', "o", (int) 'ł',
                    "l", (int) 'đ', "d", (int) 'ð', "d", (int) 'þ', "th", (int) 'ı', "i");

    private Slug() {}

    /// Whether a card could have this slug: what could not need not be asked for.
    public static boolean isPossible(String slug) {
        return VALID.matcher(slug).matches();
    }

    /// Refuses what is no slug.
    public static String require(String slug) {
        if (!isPossible(slug)) {
            throw new Problem.Invalid(
                    "slug: must be 1 to 128 lower-case letters (a to z), digits or hyphens, and"
                            + " begin with a letter or digit");
        }
        if (RESERVED.contains(slug)) {
            throw new Problem.Invalid("slug: `" + slug + "` is taken by the interface itself");
        }
        return slug;
    }

    /// The slug of the card somebody means by a name: the name itself where it is one, else what it
    /// suggests as a title.
    public static String named(String name) {
        return isPossible(name) && !RESERVED.contains(name) ? name : of(name);
    }

    /// The slug a title suggests: `Crème brûlée!` gives `creme-brulee`. A title in a script without
    /// such letters gives `card-` and a hash of the title.
    public static String of(String title) {
        var plain = new StringBuilder();
        Normalizer.normalize(title, Normalizer.Form.NFKD)
                .toLowerCase(Locale.ROOT)
                .codePoints()
                .filter(c -> Character.getType(c) != Character.NON_SPACING_MARK)
                .forEach(c -> plain.append(PLAIN.getOrDefault(c, Character.toString(c))));
        var words = plain.toString().replaceAll("[^a-z0-9]+", "-").replaceAll("^-|-$", "");
        if (words.isEmpty()) {
            return "card-" + hash(title);
        }
        if (RESERVED.contains(words)) {
            return words + "-card";
        }
        return words.length() <= MAX_FROM_TITLE
                ? words
                : words.substring(0, MAX_FROM_TITLE).replaceAll("-[^-]*$", "");
    }

    /// The n-th choice where earlier ones are taken: `poet`, `poet-2`, `poet-3`.
    public static String choice(String first, int n) {
        return n == 1 ? first : first + "-" + n;
    }

    /// The n-th choice where nobody needs to find it again: after the twentieth one by chance, so
    /// that the thousandth card of one title does not try a thousand times.
    static String freeChoice(String first, int n) {
        return n <= 20
                ? choice(first, n)
                : first + "-" + Long.toString(ThreadLocalRandom.current().nextLong(1L << 40), 36);
    }

    private static String hash(String title) {
        try {
            var digest =
                    MessageDigest.getInstance("SHA-256")
                            .digest(title.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 4);
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
