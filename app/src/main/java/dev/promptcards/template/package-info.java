/// Rendering: plain placeholders in Java, every other template by Nunjucks in the sandbox. It turns
/// templates and variables into text and messages, as promptfoo does. It never reads cards, files
/// or the environment: what a template may see is in the variables it is given.
@NullMarked
package dev.promptcards.template;

import org.jspecify.annotations.NullMarked;
