package dev.promptcards.provider;

/// What every provider gets around it, whatever its protocol. A bean of this type is applied by
/// [Providers].
public interface Decorator {

    Resolved around(Provider provider, ProviderSpec spec);
}
