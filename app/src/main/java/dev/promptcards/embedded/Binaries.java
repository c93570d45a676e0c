package dev.promptcards.embedded;

import dev.promptcards.problem.Problem;

import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.JarURLConnection;
import java.net.URL;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.DirectoryNotEmptyException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;

/// The servers' programs, unpacked once from their jars into a place that all data directories of a
/// user share.
record Binaries(Path directory) {

    /// `$XDG_CACHE_HOME/promptcards` or `~/.cache/promptcards`; the data directory itself where
    /// neither can be written.
    static Binaries of(Path dataDir) throws IOException {
        String cache = System.getenv("XDG_CACHE_HOME");
        Path shared =
                cache == null || cache.isBlank()
                        ? Path.of(System.getProperty("user.home"), ".cache")
                        : Path.of(cache);
        try {
            Path directory = PrivateFiles.directory(shared.resolve("promptcards"));
            if (Files.isWritable(directory)) {
                return new Binaries(directory);
            }
        } catch (IOException e) {
            // No home to write to, as in a container: the data directory is the place left.
        }
        return new Binaries(PrivateFiles.directory(dataDir.resolve("binaries")));
    }

    /// The directory that holds PostgreSQL's `bin`, `lib` and `share`.
    Path postgres() throws IOException {
        String name = "postgres-%s-%s.txz".formatted(system(), cpu("x86_64", "arm_64"));
        return unpacked("postgres", name, Binaries::untar);
    }

    /// The Redis server's program.
    Path redis() throws IOException {
        String platform = system() + "-" + cpu("amd64", "arm64");
        String version = platform.equals("linux-arm64") ? "6.2.7" : "6.2.6-v5";
        String name = "redis-server-%s-%s".formatted(version, platform);
        return unpacked("redis", name, Binaries::copyProgram).resolve("redis-server");
    }

    private Path unpacked(String program, String resource, Unpacking unpacking) throws IOException {
        URL packed = Binaries.class.getResource("/" + resource);
        if (packed == null) {
            throw new Problem.Unavailable(
                    "No embedded %s for %s on %s. Set DATABASE_URL to use a server of your own."
                            .formatted(
                                    program,
                                    System.getProperty("os.name"),
                                    System.getProperty("os.arch")));
        }
        Path target = directory.resolve("%s-%s".formatted(program, fingerprint(packed)));
        if (Files.isDirectory(target)) {
            return target;
        }
        Path fresh = Files.createTempDirectory(directory, program + "-");
        try (InputStream in = new BufferedInputStream(packed.openStream(), 1 << 16)) {
            unpacking.unpack(in, fresh);
            Files.move(fresh, target, StandardCopyOption.ATOMIC_MOVE);
        } catch (FileAlreadyExistsException | DirectoryNotEmptyException e) {
            // Another process unpacked the same meanwhile.
            PrivateFiles.deleteDirectory(fresh);
        } catch (AtomicMoveNotSupportedException e) {
            throw new IOException("cannot rename within " + directory, e);
        }
        return target;
    }

    /// The jar's own checksum of the entry: a new version of the programs gets a new directory.
    private static String fingerprint(URL packed) throws IOException {
        return packed.openConnection() instanceof JarURLConnection jar
                ? Long.toHexString(jar.getJarEntry().getCrc())
                : "unpacked";
    }

    private static void untar(InputStream in, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(in))) {
            for (TarArchiveEntry entry = tar.getNextEntry();
                    entry != null;
                    entry = tar.getNextEntry()) {
                Path path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry leaves its archive: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    if ((entry.getMode() & 0100) != 0) {
                        makeExecutable(path);
                    }
                }
            }
        }
    }

    private static void copyProgram(InputStream in, Path target) throws IOException {
        Path program = target.resolve("redis-server");
        Files.copy(in, program);
        makeExecutable(program);
    }

    private static void makeExecutable(Path program) throws IOException {
        Files.setPosixFilePermissions(program, PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private static String system() {
        return System.getProperty("os.name").startsWith("Mac") ? "darwin" : "linux";
    }

    private static String cpu(String intel, String arm) {
        return System.getProperty("os.arch").equals("aarch64") ? arm : intel;
    }

    private interface Unpacking {
        void unpack(InputStream in, Path target) throws IOException;
    }
}
