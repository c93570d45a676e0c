package dev.promptcards.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.promptcards.problem.Problem;
import dev.promptcards.tenancy.WorkspaceId;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.UUID;

class SecretsTest {

    private static final String KEY = "AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=";
    private static final String OTHER_KEY = "//////////////////////////////////////////8=";

    private final Secrets secrets = under(KEY);
    private final WorkspaceId workspace = new WorkspaceId(UUID.randomUUID());
    private final UUID row = UUID.randomUUID();
    private final byte[] plain = "sk-very-secret".getBytes(UTF_8);

    @Test
    void what_was_sealed_opens_for_its_row() {
        byte[] sealed = secrets.seal(workspace, row, plain);
        assertThat(secrets.open(workspace, row, sealed)).isEqualTo(plain);
        assertThat(new String(sealed, UTF_8)).doesNotContain("secret");
    }

    @Test
    void nothing_can_be_sealed_and_opened_too() {
        assertThat(secrets.open(workspace, row, secrets.seal(workspace, row, new byte[0])))
                .isEmpty();
    }

    @Test
    void the_same_bytes_never_seal_to_the_same() {
        assertThat(secrets.seal(workspace, row, plain))
                .isNotEqualTo(secrets.seal(workspace, row, plain));
    }

    @Test
    void it_opens_for_no_other_row_and_in_no_other_workspace() {
        byte[] sealed = secrets.seal(workspace, row, plain);
        var elsewhere = new WorkspaceId(UUID.randomUUID());
        assertRefused(() -> secrets.open(workspace, UUID.randomUUID(), sealed), "its row");
        assertRefused(() -> secrets.open(elsewhere, row, sealed), "its row");
    }

    @Test
    void a_changed_byte_anywhere_is_noticed() {
        byte[] sealed = secrets.seal(workspace, row, plain);
        for (int i = 0; i < sealed.length; i++) {
            byte[] changed = sealed.clone();
            changed[i] ^= 1;
            assertThatThrownBy(() -> secrets.open(workspace, row, changed))
                    .as("byte %d", i)
                    .isInstanceOf(Problem.Unavailable.class);
        }
    }

    @Test
    void a_cut_value_is_noticed() {
        byte[] sealed = secrets.seal(workspace, row, plain);
        for (int length = 0; length < sealed.length; length++) {
            byte[] cut = java.util.Arrays.copyOf(sealed, length);
            assertThatThrownBy(() -> secrets.open(workspace, row, cut))
                    .as("%d bytes", length)
                    .isInstanceOf(Problem.Unavailable.class);
        }
    }

    @Test
    void another_master_key_is_named_as_the_reason() {
        byte[] sealed = secrets.seal(workspace, row, plain);
        assertRefused(
                () -> under(OTHER_KEY).open(workspace, row, sealed), "under another master key");
    }

    private static void assertRefused(Runnable opening, String reason) {
        assertThatThrownBy(opening::run)
                .isInstanceOf(Problem.Unavailable.class)
                .hasMessageContaining(reason);
    }

    private static Secrets under(String key) {
        return new Secrets(new MasterKey(Optional.of(key), Optional.empty()));
    }
}
