package dev.promptcards.bench;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;

/// A model endpoint that answers every chat request with the same JSON after a given latency. It
/// runs as a process of its own, so that its CPU time is not the engine's.
public final class LoopbackModel {

    private static final String CONTENT =
            "{\\\"label\\\": \\\"invoice\\\", \\\"confidence\\\": 0.93, \\\"reason\\\": \\\"The"
                    + " customer asks for a copy of the invoice of the order that arrived on"
                    + " time.\\\"}";

    private LoopbackModel() {}

    /// @param arguments the latency in milliseconds
    static void main(String[] arguments) throws IOException {
        long latency = Long.parseLong(arguments[0]);
        byte[] answer = answer();
        try (var server = new ServerSocket(0, 4096, InetAddress.getLoopbackAddress())) {
            System.out.println(server.getLocalPort());
            while (true) {
                var connection = server.accept();
                Thread.startVirtualThread(() -> serve(connection, latency, answer));
            }
        }
    }

    private static byte[] answer() {
        var body =
                """
                {"id":"chatcmpl-1","object":"chat.completion","created":1,"model":"bench","choices":[{"index":0,\
                "finish_reason":"stop","message":{"role":"assistant","content":"%s"}}],\
                "usage":{"prompt_tokens":60,"completion_tokens":40,"total_tokens":100}}\
                """
                        .formatted(CONTENT);
        var head =
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: "
                        + body.length()
                        + "\r\n\r\n";
        return (head + body).getBytes(StandardCharsets.US_ASCII);
    }

    private static void serve(Socket socket, long latency, byte[] answer) {
        try (socket) {
            socket.setTcpNoDelay(true);
            var in = new BufferedInputStream(socket.getInputStream(), 8192);
            var out = socket.getOutputStream();
            for (int length = bodyLength(in); length >= 0; length = bodyLength(in)) {
                in.skipNBytes(length);
                if (latency > 0) {
                    Thread.sleep(latency);
                }
                out.write(answer);
            }
        } catch (IOException | InterruptedException _) {
            // The client has gone.
        }
    }

    /// Reads a request's head; the length of the body that follows, or -1 at the end.
    private static int bodyLength(InputStream in) throws IOException {
        int length = 0;
        var line = new StringBuilder();
        while (true) {
            int next = in.read();
            if (next < 0) {
                return -1;
            }
            if (next != '\n') {
                line.append((char) next);
                continue;
            }
            if (line.length() <= 1) {
                return length;
            }
            var header = line.toString();
            if (header.regionMatches(true, 0, "content-length:", 0, 15)) {
                length = Integer.parseInt(header.substring(15).strip());
            }
            line.setLength(0);
        }
    }
}
