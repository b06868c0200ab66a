package dev.anyflix.redis.testing;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.locks.LockSupport;

/**
 * A loopback proxy in front of a server, whose behaviour a test switches while it runs. Thread
 * safe.
 */
public final class TcpProxy implements AutoCloseable {

  private static final long NO_CUT = Long.MAX_VALUE;
  private static final int CONNECT_MILLIS = 2000;
  private static final int MAX_CHUNKS = 1024;

  /** Follows the last chunk. */
  private static final Chunk END = new Chunk(new byte[0], 0);

  private record Chunk(byte[] bytes, long readNanos) {}

  private volatile InetSocketAddress target;
  private final ServerSocket door;
  private final Set<Socket> sockets = ConcurrentHashMap.newKeySet();
  private final AtomicInteger accepted = new AtomicInteger();
  private final AtomicInteger open = new AtomicInteger();
  private final AtomicLong replyBytesLeft = new AtomicLong(NO_CUT);
  private volatile Duration delay = Duration.ZERO;
  private volatile boolean dropRequests;
  private volatile boolean dropReplies;
  private volatile boolean loseSomeRequests;
  private volatile boolean refuse;
  private volatile boolean closed;

  private TcpProxy(InetSocketAddress target, ServerSocket door) {
    this.target = target;
    this.door = door;
  }

  /** Starts a proxy on a free port that passes everything on. */
  public static TcpProxy to(String host, int port) {
    try {
      var door = new ServerSocket(0, 128, InetAddress.getByName("127.0.0.1"));
      var proxy = new TcpProxy(new InetSocketAddress(host, port), door);
      proxy.inBackground(proxy::accept);
      return proxy;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  public int port() {
    return door.getLocalPort();
  }

  /** Passes new connections on to another server; open ones stay with theirs. */
  public void leadTo(String host, int port) {
    target = new InetSocketAddress(host, port);
  }

  /** How many connections were ever accepted, those refused right after it among them. */
  public int accepted() {
    return accepted.get();
  }

  /** How many connections are open. */
  public int open() {
    return open.get();
  }

  /** Ends every disturbance; connections that were cut, or have lost bytes, stay so. */
  public void pass() {
    delay = Duration.ZERO;
    dropRequests = false;
    dropReplies = false;
    loseSomeRequests = false;
    refuse = false;
    replyBytesLeft.set(NO_CUT);
  }

  /** Delays each chunk of bytes, in either direction, by this time after its arrival. */
  public void delay(Duration time) {
    delay = time;
  }

  /**
   * Swallows what either side sends; the connections stay open. One that has lost bytes stays
   * silent for good, as when a firewall has forgotten it: no later byte closes the gap.
   */
  public void blackHole() {
    dropRequests = true;
    dropReplies = true;
  }

  /** As {@link #blackHole}, but for what clients send. */
  public void dropRequests() {
    dropRequests = true;
  }

  /** As {@link #blackHole}, but for what the server sends. */
  public void dropReplies() {
    dropReplies = true;
  }

  /**
   * Swallows every third chunk that clients send and passes the others on, so that answers are
   * taken for those to earlier questions.
   */
  public void loseSomeRequests() {
    loseSomeRequests = true;
  }

  /** Ends new connections at once; open ones go on. */
  public void refuse() {
    refuse = true;
  }

  /** Resets all open connections. */
  public void resetConnections() {
    sockets.forEach(TcpProxy::reset);
  }

  /** Resets the connection that carries the server's next bytes, once so many have passed. */
  public void cutReplyAfter(long bytes) {
    replyBytesLeft.set(bytes);
  }

  @Override
  public void close() {
    closed = true;
    closeQuietly(door);
    resetConnections();
  }

  private void accept() {
    while (!closed) {
      try {
        Socket client = door.accept();
        accepted.incrementAndGet();
        if (refuse) {
          reset(client);
        } else {
          inBackground(() -> join(client));
        }
      } catch (IOException e) {
        closeQuietly(door);
        return;
      }
    }
  }

  private void join(Socket client) {
    var server = new Socket();
    sockets.add(client);
    sockets.add(server);
    open.incrementAndGet();
    try {
      server.connect(target, CONNECT_MILLIS);
      client.setTcpNoDelay(true);
      server.setTcpNoDelay(true);
      inBackground(() -> pump(client, server, false));
      pump(server, client, true);
    } catch (IOException e) {
      reset(client);
    } finally {
      closeQuietly(client);
      closeQuietly(server);
      sockets.remove(client);
      sockets.remove(server);
      open.decrementAndGet();
    }
  }

  private void pump(Socket from, Socket to, boolean replies) {
    BlockingQueue<Chunk> chunks = new ArrayBlockingQueue<>(MAX_CHUNKS);
    inBackground(() -> read(from, to, chunks));
    boolean silent = false;
    int count = 0;
    try {
      OutputStream out = to.getOutputStream();
      for (Chunk chunk = chunks.take(); chunk != END; chunk = chunks.take()) {
        LockSupport.parkNanos(chunk.readNanos() + delay.toNanos() - System.nanoTime());
        silent |= replies ? dropReplies : dropRequests;
        boolean lost = !replies && loseSomeRequests && ++count % 3 == 0;
        if (!silent && !lost) {
          int length = chunk.bytes().length;
          int allowed = replies ? take(length) : length;
          out.write(chunk.bytes(), 0, allowed);
          if (allowed < length) {
            reset(to);
            return;
          }
        }
      }
      to.shutdownOutput();
    } catch (IOException | InterruptedException e) {
      reset(from);
      reset(to);
    } finally {
      chunks.clear();
    }
  }

  /** Reads on while earlier chunks are held back, so that their delays do not add up. */
  private static void read(Socket from, Socket to, BlockingQueue<Chunk> chunks) {
    byte[] buffer = new byte[16 * 1024];
    try {
      InputStream in = from.getInputStream();
      for (int read = in.read(buffer); read >= 0; read = in.read(buffer)) {
        chunks.put(new Chunk(Arrays.copyOf(buffer, read), System.nanoTime()));
      }
      chunks.put(END);
    } catch (IOException | InterruptedException e) {
      reset(from);
      reset(to);
      chunks.clear();
      chunks.add(END);
    }
  }

  /** How many of the server's bytes may pass before the cut; the cut ends itself. */
  private int take(int read) {
    long left = replyBytesLeft.get();
    if (left == NO_CUT) {
      return read;
    }
    if (left >= read) {
      replyBytesLeft.addAndGet(-read);
      return read;
    }
    replyBytesLeft.set(NO_CUT);
    return (int) left;
  }

  private void inBackground(Runnable work) {
    var thread = new Thread(work, "tcp-proxy-" + port());
    thread.setDaemon(true);
    thread.start();
  }

  /** Closes so that the other side sees a reset and not an orderly end. */
  private static void reset(Socket socket) {
    try {
      socket.setSoLinger(true, 0);
    } catch (IOException e) {
      closeQuietly(socket);
    }
    closeQuietly(socket);
  }

  private static void closeQuietly(Closeable closeable) {
    try {
      closeable.close();
    } catch (IOException e) {
      throw new IllegalStateException("closing a socket does not fail", e);
    }
  }
}
