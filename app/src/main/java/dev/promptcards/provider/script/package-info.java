/// Providers whose answers are made by JavaScript of their author's: whole providers, and the
/// transforms of others. All of it runs in the sandbox; nothing here reaches a network.
@NullMarked
package dev.promptcards.provider.script;

import org.jspecify.annotations.NullMarked;
