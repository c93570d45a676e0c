package dev.promptcards.cli.eval;

import com.fasterxml.jackson.databind.JsonNode;

import dev.promptcards.promptfoo.result.Counted;

import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;

import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// Shows on the error output how far a run is.
public sealed interface Progress extends AutoCloseable {

    /// How that is shown.
    enum Kind {
        /// A bar that is drawn over and over.
        BAR,
        /// Now and then a line, for logs.
        LINES,
        NONE
    }

    /// The run as the server tells it now.
    void show(JsonNode run);

    @Override
    void close();

    /// What fits the terminal: a bar where somebody looks, lines where the output is kept.
    static Kind kind(boolean wanted) {
        if (!wanted) {
            return Kind.NONE;
        }
        return Terminal.isInteractive() ? Kind.BAR : Kind.LINES;
    }

    static Progress of(Kind kind, JsonNode run) {
        return switch (kind) {
            case BAR -> new Bar(bar(run));
            case LINES -> new Lines(System.nanoTime());
            case NONE -> new Nothing();
        };
    }

    record Bar(ProgressBar bar) implements Progress {
        @Override
        public void show(JsonNode run) {
            bar.stepTo(settled(run));
            bar.setExtraMessage(" " + counts(run));
        }

        @Override
        public void close() {
            bar.close();
        }
    }

    /// A line every half minute; a short run needs none.
    final class Lines implements Progress {

        private static final long PAUSE_NANOS = 30_000_000_000L;

        private long last;

        Lines(long start) {
            this.last = start;
        }

        @Override
        public void show(JsonNode run) {
            if (System.nanoTime() - last > PAUSE_NANOS) {
                last = System.nanoTime();
                System.err.println(line(run));
            }
        }

        @Override
        public void close() {}
    }

    record Nothing() implements Progress {
        @Override
        public void show(JsonNode run) {}

        @Override
        public void close() {}
    }

    static String line(JsonNode run) {
        return String.format(
                Locale.ROOT,
                "Run %s: %,d of %,d done, %s",
                run.path("number").asText(),
                settled(run),
                run.path("total").asLong(),
                counts(run));
    }

    private static long settled(JsonNode run) {
        return run.path("passed").asLong()
                + run.path("failed").asLong()
                + run.path("errors").asLong()
                + run.path("unknown").asLong();
    }

    private static String counts(JsonNode run) {
        long errors = run.path("errors").asLong() + run.path("unknown").asLong();
        return String.format(
                Locale.ROOT,
                "%,d passed, %,d failed%s",
                run.path("passed").asLong(),
                run.path("failed").asLong(),
                errors == 0 ? "" : ", " + Counted.of(errors, "error"));
    }

    private static ProgressBar bar(JsonNode run) {
        boolean unicode = Charset.defaultCharset().equals(StandardCharsets.UTF_8);
        return new ProgressBarBuilder()
                .setTaskName("Run " + run.path("number").asText())
                .setInitialMax(run.path("total").asLong())
                .setStyle(unicode ? ProgressBarStyle.UNICODE_BLOCK : ProgressBarStyle.ASCII)
                .setUpdateIntervalMillis(100)
                .continuousUpdate()
                .build();
    }
}
