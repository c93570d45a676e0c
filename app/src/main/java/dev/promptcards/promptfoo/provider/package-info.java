/// The providers of a configuration, and the keys they need.
/// A key never stays in a configuration, and no provider is ever called here.
@NullMarked
package dev.promptcards.promptfoo.provider;

import org.jspecify.annotations.NullMarked;
