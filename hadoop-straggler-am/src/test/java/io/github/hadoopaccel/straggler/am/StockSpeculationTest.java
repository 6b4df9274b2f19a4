package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.BitSet;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.junit.jupiter.api.Test;

/** Ten maps run; the cap of 20 % leaves room for two second attempts. */
class StockSpeculationTest {
  private static final StragglerSettings FULL = Settings.with();

  private final Application application = new Application();
  private final StockSpeculation stock = new StockSpeculation();

  private static TaskId task(int number, TaskType type) {
    JobId job = MRBuilderUtils.newJobId(ApplicationId.newInstance(1_700_000_000_000L, 1), 1);
    return MRBuilderUtils.newTaskId(job, number, type);
  }

  private TaskId running(int number, TaskType type) {
    application.put(task(number, type), TaskState.RUNNING);
    return task(number, type);
  }

  private void scanned(StragglerSettings settings, int ladderAttempts, int... waiting) {
    BitSet maps = new BitSet();
    for (int map : waiting) {
      maps.set(map);
    }
    stock.scanned(application.theJob(), settings, maps, ladderAttempts);
  }

  @Test
  void mapsThatWaitForDataAreTheLaddersAndAllElseIsHadoops() {
    stock.enter();
    scanned(FULL, 0, 3);
    assertThat(stock.isOurs(task(3, TaskType.MAP))).isTrue();
    assertThat(stock.isOurs(task(4, TaskType.MAP))).isFalse();
    assertThat(stock.isOurs(task(3, TaskType.REDUCE))).isFalse();
  }

  @Test
  void bothSharesOfSecondAttemptsStandUnderOneCap() {
    stock.enter();
    scanned(FULL, 1);
    assertThat(stock.claim(running(1, TaskType.REDUCE))).isTrue();
    assertThat(stock.open()).isFalse();
    assertThat(stock.claim(running(2, TaskType.MAP))).isFalse();
    scanned(FULL, 0);
    assertThat(stock.claim(task(2, TaskType.MAP))).isTrue();
    assertThat(stock.speculatedMaps()).isEqualTo(1);
  }

  @Test
  void aTaskThatIsOverGivesItsPlaceBack() {
    stock.enter();
    scanned(FULL, 0);
    stock.claim(running(1, TaskType.MAP));
    stock.claim(running(2, TaskType.MAP));
    assertThat(stock.open()).isFalse();
    application.put(task(1, TaskType.MAP), TaskState.SUCCEEDED);
    scanned(FULL, 0);
    assertThat(stock.open()).isTrue();
    assertThat(stock.speculatedMaps()).isEqualTo(1);
  }

  @Test
  void accelerateOnlyLeavesNoPlaceToAnybody() {
    stock.enter();
    scanned(Settings.with("mode", "accelerate-only"), 0);
    assertThat(stock.open()).isFalse();
    assertThat(stock.claim(running(1, TaskType.REDUCE))).isFalse();
  }

  @Test
  void withoutALadderEverythingIsHadoopsWithoutACap() {
    assertThat(stock.open()).isTrue();
    stock.enter();
    scanned(Settings.with("mode", "accelerate-only"), 0, 3);
    stock.leave();
    assertThat(stock.isOurs(task(3, TaskType.MAP))).isFalse();
    assertThat(stock.open()).isTrue();
    assertThat(stock.claim(running(1, TaskType.MAP))).isTrue();
  }
}
