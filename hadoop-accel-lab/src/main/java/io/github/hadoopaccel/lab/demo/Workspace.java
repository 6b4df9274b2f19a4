package io.github.hadoopaccel.lab.demo;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/**
 * The folder that holds everything a run of the lab writes, and the processes that it started. Both
 * are gone after {@link #close}, and also after Ctrl-C or a termination signal, when the JVM ends
 * with {@link #INTERRUPTED}.
 */
public final class Workspace implements AutoCloseable {
  /** Exit code after a signal. */
  static final int INTERRUPTED = 130;

  private static final int ROUNDS = 50;
  private static final int SIGNAL_ROUNDS = 5;

  private final Path folder;
  private final boolean keep;
  private final Thread hook = new Thread(this::onSignal, "workspace-cleanup");

  private Workspace(Path folder, boolean keep) {
    this.folder = folder;
    this.keep = keep;
  }

  /**
   * Takes a folder over and begins to watch for signals.
   *
   * @param folder an existing folder that belongs to this demonstration alone
   * @param keep whether the folder outlives the demonstration
   */
  public static Workspace open(Path folder, boolean keep) {
    Workspace workspace = new Workspace(folder, keep);
    Runtime.getRuntime().addShutdownHook(workspace.hook);
    return workspace;
  }

  /** The folder. */
  public Path folder() {
    return folder;
  }

  /** Where the daemons of this JVM log. */
  public Path daemonLog() {
    return folder.resolve("daemons.log");
  }

  /** Where the containers write their process ids, below. */
  private Path pidFiles() {
    return folder.resolve("yarn").resolve("local").resolve("nmPrivate");
  }

  // Hadoop's own hooks would go on for half a minute and write into the folder meanwhile, so this
  // one leaves no time for them.
  private void onSignal() {
    endProcesses();
    if (!keep) {
      deleteForGood();
    }
    Runtime.getRuntime().halt(INTERRUPTED);
  }

  /** A daemon that is still starting may make its folders anew behind the back of this. */
  private void deleteForGood() {
    boolean isGone = false;
    for (int i = 0; i < SIGNAL_ROUNDS && !isGone; i++) {
      delete();
      pause();
      isGone = Files.notExists(folder);
    }
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException e) {
      awaitEnd();
    }
    endProcesses();
    if (!keep) {
      delete();
    }
  }

  /**
   * Never returns after a signal. Ctrl-C reaches the client JVM too, so that its job seems to have
   * failed, perhaps a moment before this JVM notices: to be asked before a failure is reported.
   */
  public void awaitEndAfterSignal() {
    for (int i = 0; i < SIGNAL_ROUNDS; i++) {
      pause();
      Thread probe = new Thread();
      try {
        Runtime.getRuntime().addShutdownHook(probe);
        Runtime.getRuntime().removeShutdownHook(probe);
      } catch (IllegalStateException e) {
        awaitEnd();
      }
    }
  }

  /** The hook is running; it does the rest and ends the JVM. */
  private static void awaitEnd() {
    while (true) {
      pause();
    }
  }

  /** Ends every process that this one started, and what those started, until none is left. */
  private void endProcesses() {
    for (int round = 0; round < ROUNDS; round++) {
      Map<Long, ProcessHandle> alive = new LinkedHashMap<>();
      ProcessHandle.current().descendants().forEach(p -> alive.put(p.pid(), p));
      for (ProcessHandle container : containers()) {
        container.descendants().forEach(p -> alive.put(p.pid(), p));
        alive.put(container.pid(), container);
      }
      alive.values().removeIf(p -> !p.isAlive());
      if (alive.isEmpty()) {
        return;
      }
      alive.values().forEach(ProcessHandle::destroyForcibly);
      pause();
    }
  }

  /**
   * Containers that lost the shell between them and this process, which Ctrl-C reaches too. Their
   * process ids are in files the NodeManager wrote; that the id still means the container is seen
   * by its command, which names this folder.
   */
  private List<ProcessHandle> containers() {
    List<ProcessHandle> found = new ArrayList<>();
    if (!Files.isDirectory(pidFiles())) {
      return found;
    }
    try (Stream<Path> files = Files.walk(pidFiles())) {
      for (Path file : files.filter(f -> f.toString().endsWith(".pid")).toList()) {
        ProcessHandle.of(Long.parseLong(Files.readString(file).trim()))
            .filter(p -> p.info().commandLine().orElse("").contains(folder.toString()))
            .ifPresent(found::add);
      }
    } catch (IOException | java.io.UncheckedIOException | NumberFormatException e) {
      // The NodeManager writes and removes these files meanwhile; the next round sees the rest.
      return found;
    }
    return found;
  }

  private void delete() {
    for (int round = 0; round < ROUNDS && Files.exists(folder); round++) {
      try {
        Files.walkFileTree(folder, new Deletion());
      } catch (IOException e) {
        pause(); // Somebody wrote meanwhile.
      }
    }
    if (Files.exists(folder)) {
      System.err.println("could not remove " + folder);
    }
  }

  private static void pause() {
    try {
      TimeUnit.MILLISECONDS.sleep(100);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private static final class Deletion extends SimpleFileVisitor<Path> {
    @Override
    public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) throws IOException {
      Files.deleteIfExists(file);
      return FileVisitResult.CONTINUE;
    }

    @Override
    public FileVisitResult visitFileFailed(Path file, IOException e) throws IOException {
      if (e instanceof NoSuchFileException) {
        return FileVisitResult.CONTINUE;
      }
      throw e;
    }

    @Override
    public FileVisitResult postVisitDirectory(Path directory, IOException e) throws IOException {
      Files.deleteIfExists(directory);
      return FileVisitResult.CONTINUE;
    }
  }
}
