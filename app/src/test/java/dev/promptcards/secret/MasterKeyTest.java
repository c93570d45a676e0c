package dev.promptcards.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.promptcards.problem.Problem;

import io.micronaut.context.ApplicationContext;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Map;
import java.util.Optional;

class MasterKeyTest {

    @TempDir Path directory;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "+/8CAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                "+/8CAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8",
                "-_8CAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=",
                " +/8CAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n",
            })
    void a_key_is_taken_in_any_spelling_of_base64(String text) {
        assertThat(key(text).bytes()).hasSize(32).startsWith(0xfb, 0xff, 2, 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"secret", "c2VjcmV0", "not base64!", "AAECAwQFBgcICQoLDA0ODw=="})
    void what_is_no_key_is_refused_without_being_shown(String text) {
        assertThatThrownBy(() -> key(text).bytes())
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("PROMPTCARDS_MASTER_KEY")
                .hasMessageContaining("openssl rand -base64 32")
                .message()
                .doesNotContain(text);
    }

    @Test
    void without_key_and_directory_the_remedy_is_named() {
        var nowhere = new MasterKey(Optional.empty(), Optional.empty());
        assertThatThrownBy(nowhere::bytes)
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining("Set PROMPTCARDS_MASTER_KEY");
    }

    @Test
    void a_file_is_made_at_first_need_and_read_from_then_on() {
        Path fresh = directory.resolve("data");
        MasterKey first = in(fresh);
        assertThat(fresh).doesNotExist();
        byte[] key = first.bytes();
        assertThat(key).hasSize(32).isNotEqualTo(new byte[32]);
        assertThat(in(fresh).bytes()).isEqualTo(key);
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void the_file_is_its_owners_alone() throws IOException {
        in(directory).bytes();
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    @DisabledOnOs(OS.WINDOWS)
    void a_file_that_others_could_read_is_closed_to_them() throws IOException {
        byte[] key = in(directory).bytes();
        Files.setPosixFilePermissions(file(), PosixFilePermissions.fromString("rw-r--r--"));
        assertThat(in(directory).bytes()).isEqualTo(key);
        assertThat(permissions()).isEqualTo("rw-------");
    }

    @Test
    void a_broken_file_is_named_and_left_as_it_is() throws IOException {
        Files.writeString(file(), "half a key");
        assertThatThrownBy(() -> in(directory).bytes())
                .isInstanceOf(Problem.Invalid.class)
                .hasMessageContaining(file().toString());
        assertThat(file()).hasContent("half a key");
    }

    @Test
    void an_empty_file_left_by_a_crash_is_filled() throws IOException {
        Files.createFile(file());
        assertThat(in(directory).bytes()).hasSize(32);
    }

    @Test
    void the_bean_reads_the_properties() {
        Map<String, Object> properties = Map.of("promptcards.data", directory.toString());
        try (var context = ApplicationContext.run(properties)) {
            assertThat(context.getBean(Secrets.class)).isNotNull();
            assertThat(file()).doesNotExist();
            assertThat(context.getBean(MasterKey.class).bytes()).isEqualTo(in(directory).bytes());
        }
    }

    private Path file() {
        return directory.resolve("master.key");
    }

    private String permissions() throws IOException {
        return PosixFilePermissions.toString(Files.getPosixFilePermissions(file()));
    }

    private static MasterKey key(String text) {
        return new MasterKey(Optional.of(text), Optional.empty());
    }

    private static MasterKey in(Path directory) {
        return new MasterKey(Optional.empty(), Optional.of(directory));
    }
}
