/// The pages, in plain HTML that works without a script. A page shows what is there and hands what
/// was typed on; it decides nothing, and writes nothing that somebody typed but escaped.
@NullMarked
package dev.promptcards.web;

import org.jspecify.annotations.NullMarked;
