package dev.promptcards.script;

import io.roastedroot.quickjs4j.core.Engine;

import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;

/// What every engine runs: the loop of `sandbox.js` with Nunjucks as a function in it. Compiled by
/// the first engine that needs it; the later ones load the bytecode.
final class Program {

    private static final String LOOP = "/dev/promptcards/script/sandbox.js";
    private static final String NUNJUCKS =
            "/META-INF/resources/webjars/nunjucks/3.2.4/browser/nunjucks.min.js";

    private byte @Nullable [] bytecode;

    /// Puts the program into `engine` and returns its address there, as [Engine#exec] takes it.
    synchronized int load(Engine engine) {
        if (bytecode != null) {
            return engine.writeCompiled(bytecode);
        }
        int address = engine.compileRaw(source().getBytes(StandardCharsets.UTF_8));
        bytecode = engine.readCompiled(address);
        return address;
    }

    private static String source() {
        return """
        %s
        function loadNunjucks() {
          const module = { exports: {} };
          const exports = module.exports;
          %s
          return module.exports;
        }
        serve();
        """
                .formatted(read(LOOP), read(NUNJUCKS));
    }

    private static String read(String resource) {
        try (InputStream stream = Program.class.getResourceAsStream(resource)) {
            if (stream == null) {
                throw new IllegalStateException(resource + " is not on the class path");
            }
            return new String(stream.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
