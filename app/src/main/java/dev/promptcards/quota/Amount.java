package dev.promptcards.quota;

import java.math.BigDecimal;
import java.math.MathContext;
import java.math.RoundingMode;

/// Money in words of a message.
public final class Amount {

    private static final BigDecimal CENT = new BigDecimal("0.01");
    private static final MathContext SIGNIFICANT = new MathContext(2, RoundingMode.HALF_UP);

    private Amount() {}

    /// `12.50 USD`; below a cent two significant digits, so that little is never shown as nothing.
    public static String usd(BigDecimal amount) {
        var rounded =
                amount.signum() == 0 || amount.abs().compareTo(CENT) >= 0
                        ? amount.setScale(2, RoundingMode.HALF_UP)
                        : amount.round(SIGNIFICANT);
        return rounded.toPlainString() + " USD";
    }
}
