package dev.promptcards.assertion.sql;

/// Statements without what only looks like SQL: texts and names in quotes are a `?`, comments a
/// space.
final class SqlQuotes {

    private SqlQuotes() {}

    static String blanked(String sql, boolean brackets) {
        StringBuilder bare = new StringBuilder(sql.length());
        int i = 0;
        while (i < sql.length()) {
            char c = sql.charAt(i);
            if (c == '\'' || c == '"' || c == '`' || (c == '[' && brackets)) {
                bare.append(" ? ");
                i = afterQuote(sql, i, c == '[' ? ']' : c);
            } else if (c == '#' || sql.startsWith("--", i)) {
                bare.append(' ');
                i = after(sql, "\n", i);
            } else if (sql.startsWith("/*", i)) {
                bare.append(' ');
                i = after(sql, "*/", i + 2);
            } else {
                bare.append(c);
                i++;
            }
        }
        return bare.toString();
    }

    private static int afterQuote(String sql, int start, char end) {
        for (int i = start + 1; i < sql.length(); i++) {
            if (sql.charAt(i) == '\\') {
                i++;
            } else if (sql.charAt(i) == end) {
                return i + 1;
            }
        }
        return sql.length();
    }

    private static int after(String sql, String end, int from) {
        int at = sql.indexOf(end, from);
        return at < 0 ? sql.length() : at + end.length();
    }
}
