/// The link to Redis, shared by all who keep something there that may be lost. It knows no key and
/// no value, and nobody waits for it longer than its patience lasts.
@NullMarked
package dev.promptcards.cache;

import org.jspecify.annotations.NullMarked;
