package io.github.hadoopaccel.lab.fault;

import java.io.Closeable;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;

/**
 * A TCP forwarder in front of a server, whose {@link LinkFault} can be changed at any time: faults
 * then happen on the wire, to the connections that are open too. Closing it closes them.
 *
 * <p>Socket buffers on both sides are small, so that what passes the link and what the client has
 * been sent do not differ by much; but up to a window of bytes may wait in the client's own kernel
 * buffer, out of this link's reach.
 *
 * <p>Threads: one accepts, two serve each connection. The listener and its thread are guarded by
 * {@code listening}, which is never taken by those threads; everything else that changes is guarded
 * by this, which is taken second. Each change of the fault notifies whoever stands still or paces.
 */
public final class FaultyLink implements Closeable {
  private static final int SOCKET_BUFFER_BYTES = 8 * 1024;
  private static final int BACKLOG = 64;
  private static final int RESET_WITHOUT_LINGERING = 0;

  private final InetSocketAddress address;
  private final InetSocketAddress server;
  private final Set<LinkConnection> connections = new HashSet<>();
  private final Object listening = new Object();
  private ServerSocket listener;
  private Thread acceptor;
  private LinkFault fault = LinkFault.NONE;
  private long faultNumber;
  private long responseBytes;
  private int accepted;
  private boolean closed;

  /** A fault and which change brought it: the same fault set twice counts anew. */
  record Setting(LinkFault fault, long number) {}

  private FaultyLink(InetSocketAddress address, InetSocketAddress server) {
    this.address = address;
    this.server = server;
  }

  /**
   * Listens on {@code address} and forwards to {@code server}, without a fault.
   *
   * @param address port 0 lets the kernel choose; see {@link #address}
   */
  public static FaultyLink open(InetSocketAddress address, InetSocketAddress server)
      throws IOException {
    ServerSocket listener = listen(address);
    FaultyLink link =
        new FaultyLink(
            new InetSocketAddress(address.getAddress(), listener.getLocalPort()), server);
    synchronized (link.listening) {
      link.accept(listener);
    }
    return link;
  }

  private static ServerSocket listen(InetSocketAddress address) throws IOException {
    ServerSocket listener = new ServerSocket();
    try {
      listener.setReuseAddress(true);
      listener.bind(address, BACKLOG);
      return listener;
    } catch (IOException e) {
      listener.close();
      throw e;
    }
  }

  /** Where it listens. */
  public InetSocketAddress address() {
    return address;
  }

  /** Where it forwards to. */
  public InetSocketAddress server() {
    return server;
  }

  /** The fault in force. */
  public synchronized LinkFault fault() {
    return fault;
  }

  /** Connections that it accepted since it was opened. */
  public synchronized int acceptedConnections() {
    return accepted;
  }

  /** Connections that are open now. */
  public synchronized int openConnections() {
    return connections.size();
  }

  /** Bytes that flowed towards clients since it was opened. */
  public synchronized long responseBytes() {
    return responseBytes;
  }

  /** Brings a fault into force, for new and open connections, or ends it. */
  public void set(LinkFault next) throws IOException {
    synchronized (listening) {
      List<LinkConnection> open;
      synchronized (this) {
        if (closed) {
          throw new IOException("the link at " + address + " is closed");
        }
        fault = next;
        faultNumber++;
        notifyAll();
        open = new ArrayList<>(connections);
      }
      if (next instanceof LinkFault.Refuse) {
        stopListening();
      } else if (listener == null) {
        accept(listen(address));
      }
      open.forEach(connection -> connection.faultChanged(next));
    }
  }

  private void accept(ServerSocket on) {
    listener = on;
    acceptor = daemon("faulty-link-" + address.getPort(), () -> acceptUntilClosed(on));
  }

  /** The port is free only once the thread has left the call to accept. */
  private void stopListening() throws IOException {
    if (listener != null) {
      listener.close();
      try {
        acceptor.join();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw (IOException) new InterruptedIOException("interrupted").initCause(e);
      }
      listener = null;
    }
  }

  private void acceptUntilClosed(ServerSocket on) {
    while (true) {
      Socket client;
      try {
        client = on.accept();
      } catch (IOException e) {
        return;
      }
      try {
        serve(client);
      } catch (IOException e) {
        // The server is down: the client learns it as it would without the link, by a reset.
        reset(client);
      }
    }
  }

  private void serve(Socket client) throws IOException {
    client.setSendBufferSize(SOCKET_BUFFER_BYTES);
    client.setTcpNoDelay(true);
    LinkFault now;
    synchronized (this) {
      accepted++;
      now = fault;
    }
    if (now instanceof LinkFault.Reset reset && reset.afterBytes() == 0) {
      reset(client);
      return;
    }
    Socket upstream = new Socket();
    LinkConnection connection = new LinkConnection(this, client, upstream);
    boolean ready = false;
    try {
      upstream.setReceiveBufferSize(SOCKET_BUFFER_BYTES);
      upstream.setTcpNoDelay(true);
      upstream.connect(server);
      ready = add(connection);
    } finally {
      if (!ready) {
        upstream.close();
      }
    }
    if (!ready) {
      reset(client);
      return;
    }
    daemon("faulty-link-request-" + address.getPort(), connection::forwardRequests);
    daemon("faulty-link-response-" + address.getPort(), connection::forwardResponses);
    connection.faultChanged(setting().fault());
  }

  private synchronized boolean add(LinkConnection connection) {
    return !closed && !(fault instanceof LinkFault.Refuse) && connections.add(connection);
  }

  synchronized void remove(LinkConnection connection) {
    connections.remove(connection);
    notifyAll();
  }

  synchronized Setting setting() {
    return new Setting(fault, faultNumber);
  }

  synchronized void passed(int bytes) {
    responseBytes += bytes;
  }

  /** Waits until the fault is no longer {@code seen}, the connection has ended or time is up. */
  synchronized void awaitChange(Setting seen, LinkConnection connection, long nanos)
      throws InterruptedException {
    long deadline = System.nanoTime() + nanos;
    long left = nanos;
    while (left > 0 && seen.number() == faultNumber && connections.contains(connection)) {
      TimeUnit.NANOSECONDS.timedWait(this, left);
      left = deadline - System.nanoTime();
    }
  }

  static void reset(Socket socket) {
    try (socket) {
      socket.setSoLinger(true, RESET_WITHOUT_LINGERING);
    } catch (IOException ignored) {
      // It was closed already.
    }
  }

  private static Thread daemon(String name, Runnable work) {
    Thread thread = new Thread(work, name);
    thread.setDaemon(true);
    thread.start();
    return thread;
  }

  /** Closes the listener and every connection. Idempotent. */
  @Override
  public void close() throws IOException {
    synchronized (listening) {
      List<LinkConnection> open;
      synchronized (this) {
        closed = true;
        open = new ArrayList<>(connections);
      }
      open.forEach(LinkConnection::close);
      stopListening();
    }
  }

  @Override
  public String toString() {
    return address + " -> " + server + ": " + fault();
  }
}
