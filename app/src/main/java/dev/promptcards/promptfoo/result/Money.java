package dev.promptcards.promptfoo.result;

import java.text.DecimalFormat;
import java.text.DecimalFormatSymbols;
import java.util.Locale;

/// Amounts in US dollars, as people read them.
public final class Money {

    private Money() {}

    /// Two digits behind the point, six where the amount needs them.
    public static String usd(double amount) {
        return new DecimalFormat("$#,##0.00####", DecimalFormatSymbols.getInstance(Locale.ROOT))
                .format(amount);
    }
}
