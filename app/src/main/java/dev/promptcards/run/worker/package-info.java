/// Carries runs out: claims items, renders, calls the provider, grades, and has the outcomes stored
/// in groups. No transaction is open while a provider thinks, and no request leaves before its
/// intent is committed. It knows nothing of HTTP requests made to us.
@NullMarked
package dev.promptcards.run.worker;

import org.jspecify.annotations.NullMarked;
