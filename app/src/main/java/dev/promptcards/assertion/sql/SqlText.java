package dev.promptcards.assertion.sql;

import net.sf.jsqlparser.parser.CCJSqlParser;
import net.sf.jsqlparser.parser.ParseException;
import net.sf.jsqlparser.parser.StringProvider;
import net.sf.jsqlparser.parser.TokenMgrException;
import net.sf.jsqlparser.statement.Statement;
import net.sf.jsqlparser.statement.UnsupportedStatement;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/// A text read as SQL statements.
sealed interface SqlText {

    record Statements(List<Statement> statements) implements SqlText {}

    record Invalid() implements SqlText {}

    /// It may be SQL, but reading it was given up.
    record GivenUp(String reason) implements SqlText {}

    int LONGEST = 1_000_000;

    /// Parentheses within parentheses take the parser a time that doubles with each.
    long LONGEST_MILLIS = 2_000;

    static SqlText read(String text, Dialect dialect) {
        if (text.isBlank()) {
            return new Invalid();
        }
        if (text.length() > LONGEST) {
            return new GivenUp("The output is too long to be read as SQL");
        }
        String bare = SqlQuotes.blanked(text, dialect.quotesWithBrackets());
        if (dialect.refuses(bare) || text.chars().filter(c -> c == '`').count() % 2 != 0) {
            return new Invalid();
        }
        // Most SQL needs no looking ahead, and without it the parser takes time by the length.
        return parse(text, dialect, false)
                .or(() -> parse(text, dialect, true))
                .orElseGet(Invalid::new);
    }

    private static Optional<SqlText> parse(String text, Dialect dialect, boolean lookingAhead) {
        CCJSqlParser parser = new CCJSqlParser(new StringProvider(text));
        parser.withAllowComplexParsing(lookingAhead);
        parser.withSquareBracketQuotation(dialect.quotesWithBrackets());
        CompletableFuture<Void> stop =
                CompletableFuture.runAsync(
                        () -> parser.interrupted = true,
                        CompletableFuture.delayedExecutor(
                                LONGEST_MILLIS, TimeUnit.MILLISECONDS, Runnable::run));
        try {
            List<Statement> statements = parser.Statements();
            boolean read =
                    !statements.isEmpty()
                            && statements.stream()
                                    .noneMatch(UnsupportedStatement.class::isInstance);
            return read ? Optional.of(new Statements(statements)) : Optional.empty();
        } catch (ParseException | TokenMgrException e) {
            return parser.interrupted
                    ? Optional.of(new GivenUp("Reading the output as SQL took too long"))
                    : Optional.empty();
        } catch (StackOverflowError e) {
            return Optional.of(new GivenUp("The output's SQL nests too deeply to be read"));
        } catch (RuntimeException e) {
            // The parser answers some texts with an exception of its own making.
            return Optional.empty();
        } finally {
            stop.cancel(false);
        }
    }
}
