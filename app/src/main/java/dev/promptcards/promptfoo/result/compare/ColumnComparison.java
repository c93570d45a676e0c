package dev.promptcards.promptfoo.result.compare;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;

import dev.promptcards.analytics.McNemar;

import java.util.List;

/// A column beside the one it is compared with, over the cases both tried.
///
/// @param before how that column was headed
/// @param undecided cases without a clear outcome on one side
/// @param turned the cases that turned, those that became worse first
public record ColumnComparison(
        String heading,
        String before,
        int better,
        int worse,
        int unchanged,
        int undecided,
        List<Turned> turned) {

    /// A case that turned.
    public record Turned(String caseKey, String name, boolean better) {}

    /// What can be said of the column.
    public enum Trend {
        BETTER("better"),
        WORSE("worse"),
        /// No case turned.
        UNCHANGED("unchanged"),
        /// Cases turned, and chance explains that well enough.
        NOT_DECIDED("not decided");

        private final String words;

        Trend(String words) {
            this.words = words;
        }

        public String words() {
            return words;
        }
    }

    /// Of the exact McNemar test.
    public double pValue() {
        return new McNemar(better, worse).pValue();
    }

    public Trend trend() {
        if (better == 0 && worse == 0) {
            return Trend.UNCHANGED;
        }
        if (!new McNemar(better, worse).decided()) {
            return Trend.NOT_DECIDED;
        }
        return better > worse ? Trend.BETTER : Trend.WORSE;
    }

    ObjectNode json() {
        ObjectNode json = JsonNodeFactory.instance.objectNode();
        json.put("column", heading).put("before", before);
        json.put("trend", trend().words());
        json.put("better", better).put("worse", worse);
        json.put("unchanged", unchanged).put("notDecided", undecided);
        json.put("pValue", pValue());
        var list = json.putArray("turned");
        for (Turned one : turned) {
            list.addObject()
                    .put("caseKey", one.caseKey())
                    .put("case", one.name())
                    .put("turned", one.better() ? "better" : "worse");
        }
        return json;
    }
}
