/// Signing in a program that has no browser (RFC 8628): it shows a short code, somebody approves
/// that code where they are signed in, and the program gets its tokens. It checks no password.
@NullMarked
package dev.promptcards.identity.device;

import org.jspecify.annotations.NullMarked;
