package io.github.hadoopaccel.lab.fault;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/**
 * One connection through a {@link FaultyLink}: one thread forwards what the client sends, another
 * what the server answers, and the latter carries out the fault. A connection whose request was
 * swallowed can never be answered: it ends with the fault.
 */
final class LinkConnection {
  private static final int CHUNK_BYTES = 4 * 1024;
  private static final long PACE_NANOS = TimeUnit.MILLISECONDS.toNanos(10);
  private static final long PACES_PER_SEC = TimeUnit.SECONDS.toNanos(1) / PACE_NANOS;

  private final FaultyLink link;
  private final Socket client;
  private final Socket server;
  private volatile boolean swallowed;

  LinkConnection(FaultyLink link, Socket client, Socket server) {
    this.link = link;
    this.client = client;
    this.server = server;
  }

  /** What must happen at once, whether bytes flow or not. */
  void faultChanged(LinkFault now) {
    if (now instanceof LinkFault.Reset reset && reset.afterBytes() == 0) {
      reset();
    } else if (now instanceof LinkFault.Close close && close.afterBytes() == 0
        || now instanceof LinkFault.Refuse
        || swallowed && !(now instanceof LinkFault.Silent)) {
      close();
    }
  }

  void forwardRequests() {
    byte[] bytes = new byte[CHUNK_BYTES];
    try {
      InputStream in = client.getInputStream();
      OutputStream out = server.getOutputStream();
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        if (link.fault() instanceof LinkFault.Silent) {
          swallowed = true;
        } else if (swallowed) {
          break;
        } else {
          out.write(bytes, 0, count);
        }
      }
    } catch (IOException ignored) {
      // One of the two hung up.
    }
    close();
  }

  void forwardResponses() {
    byte[] bytes = new byte[CHUNK_BYTES];
    try {
      InputStream in = server.getInputStream();
      Flow flow = new Flow(client.getOutputStream());
      for (int count = in.read(bytes); count >= 0; count = in.read(bytes)) {
        flow.forward(bytes, count);
      }
    } catch (IOException ignored) {
      // One of the two hung up.
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    close();
  }

  /** The bytes towards the client, counted since the fault in force began. */
  private final class Flow {
    private final OutputStream out;
    private FaultyLink.Setting seen = link.setting();
    private long passed;

    Flow(OutputStream out) {
      this.out = out;
    }

    void forward(byte[] bytes, int count) throws IOException, InterruptedException {
      int at = 0;
      while (at < count) {
        FaultyLink.Setting now = link.setting();
        if (now.number() != seen.number()) {
          seen = now;
          passed = 0;
        }
        int next = pass(bytes, at, count - at);
        out.write(bytes, at, next);
        at += next;
        passed += next;
        link.passed(next);
      }
    }

    /**
     * Does what the fault wants before the next bytes.
     *
     * @return how many may pass now; 0 to ask again
     */
    private int pass(byte[] bytes, int at, int count) throws IOException, InterruptedException {
      LinkFault fault = seen.fault();
      if (fault instanceof LinkFault.Slow slow) {
        link.awaitChange(seen, LinkConnection.this, PACE_NANOS);
        return (int) Math.min(count, Math.max(1, slow.bytesPerSec() / PACES_PER_SEC));
      } else if (fault instanceof LinkFault.Silent) {
        return standStill();
      } else if (fault instanceof LinkFault.Hang hang) {
        return passed < hang.afterBytes() ? upTo(hang.afterBytes(), count) : standStill();
      } else if (fault instanceof LinkFault.Reset reset) {
        if (passed >= reset.afterBytes()) {
          reset();
          throw new IOException("reset");
        }
        return upTo(reset.afterBytes(), count);
      } else if (fault instanceof LinkFault.Close close) {
        if (passed >= close.afterBytes()) {
          throw new IOException("closed");
        }
        return upTo(close.afterBytes(), count);
      } else if (fault instanceof LinkFault.Corrupt corrupt) {
        long victim = corrupt.afterBytes() - passed;
        if (victim >= 0 && victim < count) {
          bytes[at + (int) victim] ^= (byte) 0x80;
          return (int) victim + 1;
        }
      }
      return count;
    }

    private int upTo(long bytes, int count) {
      return (int) Math.min(count, bytes - passed);
    }

    private int standStill() throws IOException, InterruptedException {
      link.awaitChange(seen, LinkConnection.this, Long.MAX_VALUE / 2);
      if (client.isClosed()) {
        throw new IOException("closed");
      }
      return 0;
    }
  }

  private void reset() {
    FaultyLink.reset(client);
    close();
  }

  /** Closes both sides. Idempotent. */
  void close() {
    link.remove(this);
    closeQuietly(client);
    closeQuietly(server);
  }

  private static void closeQuietly(Socket socket) {
    try {
      socket.close();
    } catch (IOException ignored) {
      // Nothing was left to send.
    }
  }
}
