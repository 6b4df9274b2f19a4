package io.github.hadoopaccel.lab.soak;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import io.github.hadoopaccel.lab.fault.SlowDataNode;
import io.github.hadoopaccel.lab.soak.Tally.Count;
import java.io.IOException;
import java.net.BindException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.hadoop.hdfs.MiniDFSCluster.DataNodeProperties;
import org.apache.hadoop.hdfs.protocol.DatanodeID;
import org.apache.hadoop.hdfs.protocol.LocatedBlock;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;

/**
 * Goes through the rounds of faults, and sees to it that no read is asked for more than the code
 * can give. In a round all units on the victims count as bad, whatever became of them so far, and
 * files that cannot bear that are not read until the round is over. A round ends with every stored
 * byte back in its place and known to the NameNode; then the reads that began in it are waited for,
 * since one that lasts into the next round would have more units fail than either round has
 * victims.
 *
 * <p>The NameNode must not reconstruct or remove blocks meanwhile, see {@link #CLUSTER_SETTINGS}. A
 * damaged block that a reader has reported stays corrupt for the NameNode until it has taken the
 * DataNode for dead, so that is what it is told before the DataNode comes back.
 */
final class Saboteur implements Runnable {
  /** What the cluster has to be started with. */
  static final Map<String, String> CLUSTER_SETTINGS =
      Map.of(
          // The thread that reconstructs and removes blocks sleeps for a day at a time.
          "dfs.namenode.redundancy.interval.seconds", "86400",
          "dfs.namenode.fs-limits.min-block-size", "4096",
          "dfs.heartbeat.interval", "1");

  private static final int START_ATTEMPTS = 40;
  private static final long START_RETRY_MILLIS = 500;
  private static final long HEALTH_POLL_MILLIS = 50;
  private static final long HEALTH_SECONDS = 120;

  private final EmbeddedHdfs hdfs;
  private final SoakPlan plan;
  private final List<SoakFile> files;
  private final Tally tally;
  private final CountDownLatch stop = new CountDownLatch(1);
  private final List<Victim> nodes = new ArrayList<>();
  private volatile String state = "all is well";
  private volatile Throwable failure;

  /** A DataNode, running or not. */
  private static final class Victim {
    final DatanodeID id;
    final StoredBlocks blocks;
    DataNode running;
    DataNodeProperties stopped;

    Victim(DataNode dataNode, StoredBlocks blocks) {
      this.id = dataNode.getDatanodeId();
      this.running = dataNode;
      this.blocks = blocks;
    }
  }

  /**
   * A saboteur that has done nothing yet.
   *
   * @param folder where originals of damaged blocks are kept
   */
  Saboteur(EmbeddedHdfs hdfs, SoakPlan plan, List<SoakFile> files, Tally tally, Path folder)
      throws IOException {
    this.hdfs = hdfs;
    this.plan = plan;
    this.files = files;
    this.tally = tally;
    for (DataNode dataNode : hdfs.dataNodes()) {
      List<Path> folders =
          dataNode.getConf().getTrimmedStringCollection("dfs.datanode.data.dir").stream()
              .map(
                  name ->
                      Path.of(name.replaceFirst("^\\[[A-Z_]+\\]", "").replaceFirst("^file:", "")))
              .toList();
      Path originals = folder.resolve(String.valueOf(nodes.size()));
      nodes.add(new Victim(dataNode, new StoredBlocks(folders, originals)));
    }
  }

  /** What is wrong with the cluster at the moment. */
  String state() {
    return state;
  }

  /** Why the saboteur gave up, or null. */
  Throwable failure() {
    return failure;
  }

  /** Ends the rounds; the cluster is left as it is. */
  void stop() {
    stop.countDown();
  }

  @Override
  public void run() {
    try {
      for (int number = 0; !isStopped(); number++) {
        carryOut(number, plan.round(number, nodes.size()));
      }
    } catch (IOException | RuntimeException | InterruptedException e) {
      failure = e;
    }
  }

  private boolean isStopped() {
    return stop.getCount() == 0;
  }

  private void pause(long millis) throws InterruptedException {
    boolean stopped = stop.await(millis, TimeUnit.MILLISECONDS);
    if (stopped) {
      state = "the soak ends";
    }
  }

  private void carryOut(int number, FaultRound round) throws IOException, InterruptedException {
    state =
        "round %d makes %s of %s, %s slow"
            .formatted(number, round.fates(), round.victims(), round.slow());
    List<Victim> victims = round.victims().stream().map(nodes::get).toList();
    Set<String> bad = new HashSet<>();
    victims.forEach(victim -> bad.add(victim.id.getDatanodeUuid()));
    for (SoakFile file : files) {
      if (!file.bears(bad)) {
        file.gate().close();
      }
    }
    List<SlowDataNode> slow = new ArrayList<>();
    try {
      for (int index : round.slow()) {
        slow.add(SlowDataNode.slow(nodes.get(index).running, round.slowBytesPerSec()));
        tally.add(Count.SLOWED, 1);
      }
      Random random = new Random(round.damageSeed());
      for (int i = 0; i < victims.size() && !isStopped(); i++) {
        pause(round.leadMillis());
        meet(victims.get(i), round.fates().get(i), random);
      }
      pause(round.holdMillis());
    } finally {
      slow.forEach(SlowDataNode::close);
    }
    if (isStopped()) {
      return;
    }
    state = "round " + number + " is being repaired, bad are still " + round.victims();
    repair(victims);
    for (SoakFile file : files) {
      file.gate().close();
    }
    files.forEach(file -> file.gate().open());
    tally.add(Count.ROUNDS, 1);
  }

  private void meet(Victim victim, FaultRound.Fate fate, Random random)
      throws IOException, InterruptedException {
    switch (fate) {
      case KILLED -> stop(victim);
      case DEAD -> {
        stop(victim);
        tellNameNode(victim);
      }
      case RESTARTED -> {
        stop(victim);
        start(victim);
      }
      case DAMAGED -> damage(victim, random);
      case DAMAGED_AND_RESTARTED -> {
        damage(victim, random);
        stop(victim);
        start(victim);
      }
      default -> throw new IllegalStateException("no such fate: " + fate);
    }
  }

  private void damage(Victim victim, Random random) throws IOException {
    tally.add(Count.DAMAGED_BLOCKS, victim.blocks.damage(random));
  }

  private void stop(Victim victim) throws IOException {
    victim.stopped = hdfs.cluster().stopDataNode(victim.id.getXferAddr());
    if (victim.stopped == null) {
      throw new IOException("no DataNode at " + victim.id);
    }
    victim.running = null;
    tally.add(Count.STOPPED, 1);
  }

  private void tellNameNode(Victim victim) throws IOException {
    hdfs.cluster().setDataNodeDead(victim.id);
  }

  /** Starts it on its port, which a connection of somebody else's may hold for a moment. */
  private void start(Victim victim) throws IOException, InterruptedException {
    for (int attempt = 1; victim.running == null; attempt++) {
      try {
        hdfs.restart(victim.stopped);
        victim.running = victim.stopped.getDatanode();
      } catch (BindException e) {
        if (attempt == START_ATTEMPTS) {
          throw e;
        }
        TimeUnit.MILLISECONDS.sleep(START_RETRY_MILLIS);
      }
    }
  }

  private void repair(List<Victim> victims) throws IOException, InterruptedException {
    for (Victim victim : victims) {
      if (victim.running != null) {
        stop(victim);
      }
      tellNameNode(victim);
      victim.blocks.restore();
      start(victim);
    }
    awaitHealth();
  }

  /** Waits until the NameNode has a live location for every unit of every group. */
  void awaitHealth() throws IOException, InterruptedException {
    long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(HEALTH_SECONDS);
    for (SoakFile file : files) {
      while (!isWhole(file)) {
        if (System.nanoTime() > deadline) {
          throw new IOException(file + " has not got all its units back");
        }
        pause(HEALTH_POLL_MILLIS);
        if (isStopped()) {
          return;
        }
      }
    }
  }

  private boolean isWhole(SoakFile file) throws IOException {
    return groups(hdfs, file.path(), file.spec().policy()).isPresent();
  }

  /** The holders of the units of each group of a file, if there is one for each unit. */
  static Optional<List<Set<String>>> groups(
      EmbeddedHdfs hdfs, org.apache.hadoop.fs.Path path, SoakPolicy policy) throws IOException {
    List<Set<String>> groups = new ArrayList<>();
    for (LocatedBlock block :
        hdfs.fileSystem()
            .getClient()
            .getLocatedBlocks(path.toUri().getPath(), 0, Long.MAX_VALUE)
            .getLocatedBlocks()) {
      LocatedStripedBlock group = (LocatedStripedBlock) block;
      Map<Byte, String> holders = new LinkedHashMap<>();
      for (int i = 0; i < group.getBlockIndices().length; i++) {
        holders.put(group.getBlockIndices()[i], group.getLocations()[i].getDatanodeUuid());
      }
      if (holders.size() < policy.internalBlocks(group.getBlockSize())) {
        return Optional.empty();
      }
      groups.add(Set.copyOf(holders.values()));
    }
    return Optional.of(groups);
  }
}
