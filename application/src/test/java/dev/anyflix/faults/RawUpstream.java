package dev.anyflix.faults;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/** An upstream on loopback that answers every request with whatever bytes a test likes. */
final class RawUpstream implements AutoCloseable {

  private final ServerSocket server;
  private final ExecutorService threads = Executors.newCachedThreadPool();
  private final Set<Socket> connections = ConcurrentHashMap.newKeySet();
  private volatile Behaviour behaviour = (request, socket, out) -> {};

  /** What happens once a request has been read; the connection is closed afterwards. */
  interface Behaviour {

    /**
     * @param request the body of the request
     */
    void answer(String request, Socket socket, OutputStream out)
        throws IOException, InterruptedException;
  }

  RawUpstream() {
    try {
      server = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.execute(this::accept);
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getLocalPort() + "/");
  }

  void behave(Behaviour behaviour) {
    this.behaviour = behaviour;
  }

  private void accept() {
    while (!server.isClosed()) {
      try {
        Socket socket = server.accept();
        connections.add(socket);
        threads.execute(() -> serve(socket));
      } catch (IOException e) {
        return;
      }
    }
  }

  private void serve(Socket socket) {
    try (socket) {
      String request = readRequest(socket.getInputStream());
      behaviour.answer(request, socket, socket.getOutputStream());
    } catch (IOException e) {
      // The client has gone: that is what it is meant to do.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      connections.remove(socket);
    }
  }

  private static String readRequest(InputStream in) throws IOException {
    var head = new StringBuilder();
    while (head.indexOf("\r\n\r\n") < 0) {
      int next = in.read();
      if (next < 0) {
        throw new IOException("no request");
      }
      head.append((char) next);
    }
    String length = head.toString().replaceAll("(?is).*content-length: (\\d+).*", "$1");
    return length.matches("\\d+")
        ? new String(in.readNBytes(Integer.parseInt(length)), StandardCharsets.UTF_8)
        : "";
  }

  /** A well-formed answer with these headers, one a line, and this body. */
  static Behaviour answering(String statusAndHeaders, byte[] body) {
    byte[] head =
        ("HTTP/1.1 " + statusAndHeaders + "\r\nConnection: close\r\n\r\n")
            .getBytes(StandardCharsets.ISO_8859_1);
    return (request, socket, out) -> {
      out.write(head);
      out.write(body);
      out.flush();
    };
  }

  @Override
  public void close() {
    try {
      server.close();
      for (Socket socket : connections) {
        socket.close();
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    threads.shutdownNow();
  }
}
