/// How adapters reach a provider over HTTP: one client, the addresses it may connect to, what its
/// failures mean. Knows no protocol above HTTP. Never follows a redirect, never connects to an
/// address the policy refuses.
@NullMarked
package dev.promptcards.provider.http;

import org.jspecify.annotations.NullMarked;
