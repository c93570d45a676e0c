/// The chain the events of a workspace form: how it is written, and how it is verified.
/// It decides nothing about what is worth an event.
@NullMarked
package dev.promptcards.audit.chain;

import org.jspecify.annotations.NullMarked;
