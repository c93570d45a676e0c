package dev.promptcards.secret;

import java.util.Optional;

/// Keys for tests outside this room.
public final class TestKeys {

    private TestKeys() {}

    /// Derived from a master key given in base64.
    public static DerivedKeys derivedFrom(String masterKey) {
        return new DerivedKeys(new MasterKey(Optional.of(masterKey), Optional.empty()));
    }
}
