package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.net.ConnectException;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.protocol.DatanodeID;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo;
import org.apache.hadoop.hdfs.protocol.DatanodeInfo.DatanodeInfoBuilder;
import org.apache.hadoop.ipc.RemoteException;
import org.apache.hadoop.ipc.RpcNoSuchMethodException;
import org.apache.hadoop.security.AccessControlException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What is asked of which NameNode, and what becomes of the answers. */
@Timeout(60)
class SlowDataNodeReportTest {
  private final Configuration conf = new Configuration(false);
  private final List<SlowDataNodeReport> started = new ArrayList<>();

  @AfterEach
  void stop() {
    started.forEach(SlowDataNodeReport::stop);
  }

  @Test
  void dataNodesAreNamedAsReadersNameThem() {
    SlowDataNodeReport report = started(new Scripted(() -> nodes(3, 1)));
    await().until(() -> report.dataNodes().equals(Set.of("10.0.0.3:9866", "10.0.0.1:9866")));
  }

  @Test
  void readersThatConnectByHostNameNameThemByHostName() {
    conf.setBoolean("dfs.client.use.datanode.hostname", true);
    SlowDataNodeReport report = started(new Scripted(() -> nodes(3)));
    await().until(() -> report.dataNodes().equals(Set.of("dn3:9866")));
  }

  @Test
  void answersOfAllNameNodesAreMerged() {
    SlowDataNodeReport report =
        started(new Scripted(() -> nodes(1)), new Scripted(() -> nodes(2, 1)));
    await().until(() -> report.dataNodes().equals(Set.of("10.0.0.1:9866", "10.0.0.2:9866")));
  }

  @Test
  void notMoreThanTheBoundAreRemembered() {
    SlowDataNodeReport report =
        started(new Scripted(() -> nodes(IntStream.range(0, 200).toArray())));
    await().until(() -> report.dataNodes().size() == SlowDataNodeReport.MAX_DATA_NODES);
  }

  @Test
  void aRoundWithoutAnAnswerNamesNoneAndTheNextOneAsksAgain() {
    Scripted nameNode =
        new Scripted(
            () -> nodes(1),
            () -> {
              throw new ConnectException("on purpose");
            },
            () -> {
              throw new IllegalStateException("on purpose");
            },
            () -> nodes(2));
    SlowDataNodeReport report = started(nameNode);
    await().until(() -> report.dataNodes().equals(Set.of("10.0.0.2:9866")));
    assertThat(report.asking()).isTrue();
  }

  static List<Answer> refusals() {
    return List.of(
        () -> {
          throw new AccessControlException("on purpose");
        },
        () -> {
          throw new RemoteException(AccessControlException.class.getName(), "on purpose");
        },
        () -> {
          throw new RemoteException(RpcNoSuchMethodException.class.getName(), "on purpose");
        },
        () -> {
          throw new RemoteException(UnsupportedOperationException.class.getName(), "on purpose");
        },
        () -> {
          throw new UnsupportedOperationException("on purpose");
        },
        () -> {
          throw new NoSuchMethodError("on purpose");
        });
  }

  @ParameterizedTest
  @MethodSource("refusals")
  void aNameNodeThatRefusesIsAskedOnce(Answer refusal) {
    Scripted nameNode = new Scripted(refusal);
    SlowDataNodeReport report = started(nameNode);
    await().until(() -> !report.asking());
    assertThat(nameNode.asked).hasSize(1);
    assertThat(nameNode.closed).hasSize(1);
    assertThat(report.dataNodes()).isEmpty();
  }

  @Test
  void oneThatRefusesDoesNotSilenceTheOther() {
    Scripted refusing =
        new Scripted(
            () -> {
              throw new AccessControlException("on purpose");
            });
    Scripted telling = new Scripted(() -> nodes(2));
    SlowDataNodeReport report = started(refusing, telling);
    await().until(() -> telling.asked.size() > 3);
    assertThat(refusing.asked).hasSize(1);
    assertThat(report.dataNodes()).containsExactly("10.0.0.2:9866");
  }

  @Test
  void onceStoppedItForgetsAndClosesItsClients() {
    Scripted nameNode = new Scripted(() -> nodes(2));
    SlowDataNodeReport report = started(nameNode);
    await().until(() -> !report.dataNodes().isEmpty());
    report.stop();
    report.stop();
    await().until(() -> !report.asking());
    assertThat(nameNode.closed).hasSize(1);
    assertThat(report.dataNodes()).isEmpty();
  }

  @Test
  void aConfigurationThatNamesNoNameNodeAsksNobody() {
    conf.set("fs.defaultFS", "hdfs://no.such.nameservice.invalid:1");
    conf.set("mapreduce.input.fileinputformat.inputdir", "::/");
    SlowDataNodeReport report = new SlowDataNodeReport(conf, 1);
    started.add(report);
    report.start();
    await().until(() -> !report.asking());
    assertThat(report.dataNodes()).isEmpty();
  }

  @Test
  void everyHdfsOfTheInputIsAskedOnce() {
    conf.set("fs.defaultFS", "hdfs://home:8020");
    conf.set(
        "mapreduce.input.fileinputformat.inputdir",
        "hdfs://a:8020/x,hdfs://a:8020/y,/z,s3a://bucket/w,hdfs://b/v,hdfs:///u");
    assertThat(SlowDataNodeReport.fileSystems(conf))
        .containsExactly(
            URI.create("hdfs://a:8020"), URI.create("hdfs://home:8020"), URI.create("hdfs://b"));
  }

  @Test
  void notMoreNameNodesThanTheBoundAreAsked() {
    conf.set(
        "mapreduce.input.fileinputformat.inputdir",
        "hdfs://a/,hdfs://b/,hdfs://c/,hdfs://d/,hdfs://e/");
    assertThat(SlowDataNodeReport.fileSystems(conf)).hasSize(SlowDataNodeReport.MAX_NAME_NODES);
  }

  @Test
  void withoutHdfsInputTheDefaultOneIsAskedIfItIsHdfs() {
    conf.set("mapreduce.input.fileinputformat.inputdir", "s3a://bucket/w");
    assertThat(SlowDataNodeReport.fileSystems(conf)).isEmpty();
    conf.set("fs.defaultFS", "hdfs://home");
    assertThat(SlowDataNodeReport.fileSystems(conf)).containsExactly(URI.create("hdfs://home"));
  }

  private SlowDataNodeReport started(Scripted... nameNodes) {
    SlowDataNodeReport report =
        new SlowDataNodeReport(
            conf,
            10,
            () ->
                Arrays.stream(nameNodes)
                    .map(source -> new AskedNameNode(URI.create("hdfs://scripted"), source))
                    .toList());
    started.add(report);
    report.start();
    return report;
  }

  private static DatanodeInfo[] nodes(int... numbers) {
    return Arrays.stream(numbers)
        .mapToObj(
            number ->
                new DatanodeInfoBuilder()
                    .setNodeID(
                        new DatanodeID(
                            "10.0.0." + number, "dn" + number, "id" + number, 9866, 1, 2, 3))
                    .build())
        .toArray(DatanodeInfo[]::new);
  }

  interface Answer {
    DatanodeInfo[] give() throws IOException;
  }

  /** A NameNode that gives one answer after the other, and the last one for ever. */
  private static final class Scripted implements AskedNameNode.Source {
    private final Deque<Answer> answers = new ArrayDeque<>();
    private final List<Object> asked = new CopyOnWriteArrayList<>();
    private final List<Object> closed = new CopyOnWriteArrayList<>();

    Scripted(Answer... answers) {
      this.answers.addAll(List.of(answers));
    }

    @Override
    public DatanodeInfo[] slowDataNodes() throws IOException {
      asked.add(this);
      return (answers.size() > 1 ? answers.poll() : answers.peek()).give();
    }

    @Override
    public void close() {
      closed.add(this);
    }
  }
}
