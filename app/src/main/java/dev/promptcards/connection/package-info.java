/// A workspace's connections to providers of models: address, limits, prices, and a key that is
/// sealed as it comes in and opened when a call is made. It knows no run, and no key leaves it but
/// inside a provider; nothing is called that the connection does not name.
@NullMarked
package dev.promptcards.connection;

import org.jspecify.annotations.NullMarked;
