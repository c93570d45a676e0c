package dev.promptcards.audit.chain;

import dev.promptcards.secret.TestKeys;
import dev.promptcards.tenancy.WorkspaceTransactions;

/// What writes and verifies chains, under a key of the tests.
public final class TestChains {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";

    private TestChains() {}

    public static ChainWriter writer() {
        return writer(KEY);
    }

    public static ChainWriter writer(String masterKey) {
        return new ChainWriter(
                new ChainKeys(TestKeys.derivedFrom(masterKey)), new ChainRepository());
    }

    public static AuditChain verifier(WorkspaceTransactions transactions) {
        return new AuditChain(
                transactions, new ChainReader(), new ChainKeys(TestKeys.derivedFrom(KEY)));
    }
}
