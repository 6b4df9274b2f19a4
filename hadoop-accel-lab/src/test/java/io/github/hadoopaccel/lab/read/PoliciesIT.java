package io.github.hadoopaccel.lab.read;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.lab.cluster.EmbeddedHdfs;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.ErasureCodingPolicy;
import org.apache.hadoop.hdfs.protocol.LocatedStripedBlock;
import org.apache.hadoop.hdfs.server.datanode.DataNode;
import org.apache.hadoop.io.erasurecode.ECSchema;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.TestMethodOrder;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every built-in policy and three of a user, cells of 64 KiB to 4 MiB, healthy and with as many
 * DataNodes down as the policy bears. Method: one cluster; all files have units on the DataNodes
 * that go down; these go down one by one, so the policies are read in the order of their m.
 */
@Timeout(120)
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class PoliciesIT {
  private static final int MAX_PARITY = 4;

  @TempDir static java.nio.file.Path folder;
  private static EmbeddedHdfs hdfs;
  private static FileSystem accelerated;

  /** In the order in which they went down. */
  private static final Set<String> DOWN = new HashSet<>();

  private static List<DataNode> goingDown;

  static Stream<ErasureCodingPolicy> policies() {
    return Stream.of(
        policy("xor", 2, 1, 1 << 20),
        policy("xor", 4, 1, 64 << 10),
        policy("rs", 3, 2, 1 << 20),
        policy("rs", 3, 2, 64 << 10),
        policy("rs", 6, 3, 1 << 20),
        policy("rs-legacy", 6, 3, 1 << 20),
        policy("rs", 6, 3, 4 << 20),
        policy("rs", 10, 4, 1 << 20));
  }

  private static ErasureCodingPolicy policy(String codec, int data, int parity, int cell) {
    return new ErasureCodingPolicy(new ECSchema(codec, data, parity), cell);
  }

  @BeforeAll
  static void start() throws IOException {
    hdfs = EmbeddedHdfs.start(folder, 10 + MAX_PARITY, 4 << 20);
    accelerated = ReadProbe.acceleratedFileSystem(hdfs);
    goingDown = hdfs.dataNodes().subList(0, MAX_PARITY);
    for (ErasureCodingPolicy policy : policies().toList()) {
      Set<String> known = new HashSet<>();
      hdfs.fileSystem()
          .getAllErasureCodingPolicies()
          .forEach(each -> known.add(each.getPolicy().getName()));
      if (!known.contains(policy.getName())) {
        hdfs.fileSystem().addErasureCodingPolicies(new ErasureCodingPolicy[] {policy});
      }
      hdfs.makeErasureCodedDirectory(file(policy).getParent(), policy.getName());
      write(policy);
    }
  }

  private static Path file(ErasureCodingPolicy policy) {
    return new Path("/" + policy.getName() + "/file");
  }

  /** Two groups, the second short, in blocks of one or four cells. */
  private static byte[] content(ErasureCodingPolicy policy) {
    long group = policy.getNumDataUnits() * blockSizeBytes(policy);
    return ReadProbe.content(
        policy.getNumParityUnits(), Math.toIntExact(group + policy.getCellSize() * 5L / 3));
  }

  private static long blockSizeBytes(ErasureCodingPolicy policy) {
    return Math.max(policy.getCellSize(), 1 << 20);
  }

  private static void write(ErasureCodingPolicy policy) throws IOException {
    InetSocketAddress[] favoured =
        goingDown.stream()
            .limit(policy.getNumParityUnits())
            .map(DataNode::getXferAddress)
            .toArray(InetSocketAddress[]::new);
    try (FSDataOutputStream out =
        hdfs.fileSystem()
            .createFile(file(policy))
            .favoredNodes(favoured)
            .blockSize(blockSizeBytes(policy))
            .build()) {
      out.write(content(policy));
    }
  }

  @AfterAll
  static void stop() throws IOException {
    try (FileSystem closing = accelerated;
        EmbeddedHdfs stopping = hdfs) {
      assertThat(closing).isNotNull();
      assertThat(stopping).isNotNull();
    }
  }

  @BeforeEach
  @AfterEach
  void nothingIsHeld() {
    ReadProbe.awaitNothingHeld();
  }

  @ParameterizedTest
  @MethodSource("policies")
  @Order(1)
  void aHealthyFileOfThePolicyIsRead(ErasureCodingPolicy policy) throws IOException {
    ReadProbe.assertReads(accelerated, file(policy), content(policy));
  }

  @ParameterizedTest
  @MethodSource("policies")
  @Order(2)
  void aFileOfThePolicyIsReadWithAsManyDataNodesDownAsItHasParityUnits(ErasureCodingPolicy policy)
      throws IOException {
    Path file = file(policy);
    byte[] content = content(policy);
    try (FSDataInputStream openedBefore = accelerated.open(file)) {
      takeDown(policy.getNumParityUnits());
      assertThat(unitsDown(file)).isEqualTo(policy.getNumParityUnits());
      ReadProbe.assertReadsOn(openedBefore, content);
      ReadProbe.assertAccelerated(openedBefore);
    }
    ReadProbe.assertReads(accelerated, file, content);
  }

  private static void takeDown(int count) {
    for (DataNode each : List.copyOf(goingDown.subList(0, count))) {
      if (DOWN.add(each.getDatanodeUuid())) {
        hdfs.cluster().stopDataNode(each.getDatanodeId().getXferAddr());
      }
    }
  }

  /** Units of the first group, which is on all units, that are on DataNodes that are down. */
  private static int unitsDown(Path file) throws IOException {
    LocatedStripedBlock first = ReadProbe.groups(hdfs, file).get(0);
    List<String> down = new ArrayList<>();
    for (DatanodeInfo each : first.getLocations()) {
      if (DOWN.contains(each.getDatanodeUuid())) {
        down.add(each.getDatanodeUuid());
      }
    }
    return down.size();
  }
}
