package io.github.hadoopaccel.read.hadoop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.hadoopaccel.read.config.ReadKeys;
import io.github.hadoopaccel.read.config.ReadSettings;
import io.github.hadoopaccel.read.hedge.Posture;
import io.github.hadoopaccel.read.hedge.SplitStamp;
import io.github.hadoopaccel.read.io.ReadSession;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.io.LongWritable;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.mapreduce.InputFormat;
import org.apache.hadoop.mapreduce.InputSplit;
import org.apache.hadoop.mapreduce.Job;
import org.apache.hadoop.mapreduce.JobContext;
import org.apache.hadoop.mapreduce.MRJobConfig;
import org.apache.hadoop.mapreduce.lib.input.FileSplit;
import org.apache.hadoop.mapreduce.lib.input.TextInputFormat;
import org.junit.jupiter.api.Test;

/**
 * What the planner marks and what it leaves alone, how a mark travels, and what a task makes of it.
 */
class PlannerStampTest {
  private static final String[] HOSTS = {"one", "two"};

  private static FileSplit split(long length) {
    return new FileSplit(new Path("/file"), 7, length, HOSTS);
  }

  /** A split that some format has for itself. */
  private static final class OwnSplit extends FileSplit {
    OwnSplit(long length) {
      super(new Path("/own"), 0, length, HOSTS);
    }
  }

  private static List<InputSplit> planned(Configuration conf, FileSplit... splits)
      throws Exception {
    AcceleratedInputFormat<LongWritable, Text> format =
        new AcceleratedInputFormat<>() {
          @Override
          protected InputFormat<LongWritable, Text> delegate(Configuration given) {
            return new TextInputFormat() {
              @Override
              public List<InputSplit> getSplits(JobContext context) {
                return List.of(splits);
              }
            };
          }
        };
    return format.getSplits(Job.getInstance(conf));
  }

  private static Configuration conf(String... keysAndValues) {
    Configuration conf = new Configuration(false);
    for (int i = 0; i < keysAndValues.length; i += 2) {
      conf.set(keysAndValues[i], keysAndValues[i + 1]);
    }
    return conf;
  }

  private static SplitStamp stampOf(InputSplit split) {
    return split instanceof StampedSplit stamped ? stamped.stamp() : null;
  }

  @Test
  void theDominantSplitAndTheOthersAreMarked() throws Exception {
    FileSplit[] splits = {split(100), split(400), split(200), split(9)};
    List<InputSplit> planned = planned(conf(), splits);
    assertThat(planned)
        .extracting(PlannerStampTest::stampOf)
        .containsExactly(SplitStamp.SLACK, SplitStamp.DOMINANT, SplitStamp.SLACK, SplitStamp.SLACK);
    assertThat(planned).hasToString(List.of(splits).toString());
    for (int i = 0; i < splits.length; i++) {
      assertThat(planned.get(i).getLength()).isEqualTo(splits[i].getLength());
      assertThat(planned.get(i).getLocations()).containsExactly(HOSTS);
    }
  }

  @Test
  void aJobThatNothingDominatesKeepsTheSplitsItHas() throws Exception {
    FileSplit[] splits = {split(100), split(300), split(200), split(9)};
    assertThat(planned(conf(), splits)).containsExactly(splits);
    FileSplit[] alone = {split(100)};
    assertThat(planned(conf(), alone)).containsExactly(alone);
  }

  @Test
  void splitsOfAnotherClassAreLeftAlone() throws Exception {
    FileSplit own = new OwnSplit(10);
    List<InputSplit> planned = planned(conf(), own, split(400), split(9), split(9));
    assertThat(planned.get(0)).isSameAs(own);
    assertThat(stampOf(planned.get(1))).isEqualTo(SplitStamp.DOMINANT);

    FileSplit[] ownDominates = {new OwnSplit(400), split(10), split(9), split(9)};
    assertThat(planned(conf(), ownDominates)).containsExactly(ownDominates);
  }

  @Test
  void keysDecide() throws Exception {
    FileSplit[] splits = {split(100), split(400), split(200)};
    for (String[] keyAndValue :
        new String[][] {
          {ReadKeys.PLAN_STAMP.name(), "false"},
          {ReadKeys.ENABLED.name(), "false"},
          {ReadKeys.PLAN_DOMINANCE.name(), "2"},
          {ReadKeys.PLAN_PARALLEL_MAPS.name(), "1"},
          {MRJobConfig.JOB_RUNNING_MAP_LIMIT, "1"},
        }) {
      assertThat(planned(conf(keyAndValue), splits)).as(keyAndValue[0]).containsExactly(splits);
    }
    Configuration few = conf(ReadKeys.PLAN_PARALLEL_MAPS.name(), "1");
    few.set(MRJobConfig.JOB_RUNNING_MAP_LIMIT, "50");
    assertThat(planned(few, splits)).as("the smaller one counts").containsExactly(splits);
  }

  @Test
  void aMarkedSplitTravelsLikeAFileSplit() throws Exception {
    FileSplit cached = new FileSplit(new Path("/file"), 7, 9, HOSTS, new String[] {"two"});
    StampedSplit stamped = new StampedSplit(cached, SplitStamp.DOMINANT);
    assertThat(stamped.getLocationInfo()).containsExactly(cached.getLocationInfo());
    assertThat(stamped.getLocationInfo()[1].isInMemory()).isTrue();
    assertThat(new StampedSplit(split(1), SplitStamp.SLACK).getLocationInfo()).isNull();

    StampedSplit read = new StampedSplit();
    read.readFields(new DataInputStream(new ByteArrayInputStream(bytesOf(stamped))));
    assertThat(read.stamp()).isEqualTo(SplitStamp.DOMINANT);
    assertThat(read).hasToString(cached.toString());
    assertThat(read.getPath()).isEqualTo(cached.getPath());
    assertThat(read.getStart()).isEqualTo(7);
    assertThat(read.getLength()).isEqualTo(9);
    assertThat(read.getLocations()).isEmpty();
    assertThat(read.getLocationInfo()).isNull();
  }

  @Test
  void anUnknownMarkIsAnErrorThatNamesTheSplit() throws Exception {
    byte[] bytes = bytesOf(new StampedSplit(split(9), SplitStamp.SLACK));
    bytes[bytes.length - 1] = 99;
    assertThatThrownBy(
            () ->
                new StampedSplit().readFields(new DataInputStream(new ByteArrayInputStream(bytes))))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("/file:7+9");
  }

  private static byte[] bytesOf(StampedSplit split) throws IOException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    split.write(new DataOutputStream(bytes));
    return bytes.toByteArray();
  }

  @Test
  void aTaskFollowsTheStampOfItsSplit() throws Exception {
    assertThat(postureAfter(new StampedSplit(split(9), SplitStamp.DOMINANT)))
        .isEqualTo(Posture.ACCELERATED);
    assertThat(postureAfter(new StampedSplit(split(9), SplitStamp.SLACK)))
        .isEqualTo(Posture.CAREFUL);
    assertThat(postureAfter(split(9))).isEqualTo(Posture.CAREFUL);
  }

  private static Posture postureAfter(FileSplit split) {
    ReadSettings settings = ReadSettings.of(conf());
    ReadSession session = ReadSessions.of(conf(), settings);
    PlannerStamp.follow(split, session, settings);
    return session.posture();
  }

  @Test
  void theDominantTaskMaySpendMoreAndTheOthersLess() {
    assertThat(reading(SplitStamp.DOMINANT))
        .isEqualTo(new PlannerStamp.Reading(Posture.ACCELERATED, 3, 0.5));
    assertThat(reading(SplitStamp.SLACK))
        .isEqualTo(new PlannerStamp.Reading(Posture.CAREFUL, 1, 0.025));
  }

  @Test
  void whatTheOperatorSaysForAllHoldsForTheDominantTaskToo() {
    assertThat(reading(SplitStamp.DOMINANT, ReadKeys.POSTURE.name(), "plain").posture())
        .isEqualTo(Posture.PLAIN);
    assertThat(
            reading(
                SplitStamp.DOMINANT,
                ReadKeys.POSTURE.name(),
                "accelerated",
                ReadKeys.EXTRA_UNITS.name(),
                "5",
                ReadKeys.BUDGET_FRACTION.name(),
                "2"))
        .isEqualTo(new PlannerStamp.Reading(Posture.ACCELERATED, 5, 2));
    assertThat(reading(SplitStamp.DOMINANT, ReadKeys.EXTRA_UNITS.name(), "5").extraUnits())
        .as("a careful task would not have used them")
        .isEqualTo(3);
    assertThat(reading(SplitStamp.SLACK, ReadKeys.POSTURE.name(), "accelerated").posture())
        .isEqualTo(Posture.ACCELERATED);
  }

  private static PlannerStamp.Reading reading(SplitStamp stamp, String... keysAndValues) {
    return PlannerStamp.reading(stamp, ReadSettings.of(conf(keysAndValues)));
  }
}
