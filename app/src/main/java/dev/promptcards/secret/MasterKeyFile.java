package dev.promptcards.secret;

import static java.nio.file.attribute.PosixFilePermission.OWNER_READ;
import static java.nio.file.attribute.PosixFilePermission.OWNER_WRITE;

import dev.promptcards.problem.Problem;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Set;

/// The file `master.key` of a data directory: made where it is missing, readable by its owner
/// alone.
final class MasterKeyFile {

    private static final Logger LOG = LoggerFactory.getLogger(MasterKeyFile.class);

    private static final Set<PosixFilePermission> OWNER_ONLY = Set.of(OWNER_READ, OWNER_WRITE);
    private static final int LONGEST = 1_024;

    private MasterKeyFile() {}

    /// The key of a directory. Of several processes that come at once one makes it, and all read
    /// the same; threads take turns here, because a file lock is held by the whole process.
    static synchronized byte[] in(Path directory) {
        Path file = directory.resolve("master.key");
        try {
            Files.createDirectories(directory);
            try (FileChannel channel = open(file);
                    var lock = channel.lock()) {
                tighten(file);
                if (channel.size() == 0) {
                    create(channel);
                }
                return MasterKey.decode(file.toString(), read(channel));
            }
        } catch (IOException e) {
            throw new Problem.Invalid(
                    "The master key %s cannot be read or made: %s".formatted(file, e.getMessage()));
        }
    }

    /// Created with its permissions, never widened for a moment.
    private static FileChannel open(Path file) throws IOException {
        Set<StandardOpenOption> options =
                Set.of(
                        StandardOpenOption.CREATE,
                        StandardOpenOption.READ,
                        StandardOpenOption.WRITE);
        FileAttribute<?>[] attributes =
                isPosix(file)
                        ? new FileAttribute<?>[] {PosixFilePermissions.asFileAttribute(OWNER_ONLY)}
                        : new FileAttribute<?>[0];
        return FileChannel.open(file, options, attributes);
    }

    private static void tighten(Path file) throws IOException {
        if (isPosix(file) && !OWNER_ONLY.containsAll(Files.getPosixFilePermissions(file))) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
            LOG.warn("{} could be read by others; only its owner can now.", file);
        }
    }

    private static void create(FileChannel channel) throws IOException {
        byte[] key = new byte[MasterKey.BYTES];
        new SecureRandom().nextBytes(key);
        String text = Base64.getEncoder().encodeToString(key) + "\n";
        channel.write(ByteBuffer.wrap(text.getBytes(StandardCharsets.US_ASCII)));
        // A secret sealed under a key that a power failure took with it is lost.
        channel.force(true);
    }

    private static String read(FileChannel channel) throws IOException {
        ByteBuffer text = ByteBuffer.allocate((int) Math.min(channel.size(), LONGEST));
        channel.read(text, 0);
        return new String(text.array(), 0, text.position(), StandardCharsets.US_ASCII);
    }

    private static boolean isPosix(Path file) {
        return file.getFileSystem().supportedFileAttributeViews().contains("posix");
    }
}
