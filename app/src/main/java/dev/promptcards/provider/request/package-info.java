/// Requests of an author's own making: an HTTP endpoint of any form, and webhooks. What is sent is
/// a template, what comes back is read by a script of the author's. Never prints a header or a
/// URL's query.
@NullMarked
package dev.promptcards.provider.request;

import org.jspecify.annotations.NullMarked;
