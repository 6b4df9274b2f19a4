package io.github.hadoopaccel.straggler.am;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.hadoopaccel.straggler.config.StragglerSettings;
import io.github.hadoopaccel.straggler.testing.Application;
import io.github.hadoopaccel.straggler.testing.Reading;
import io.github.hadoopaccel.straggler.testing.Settings;
import java.util.BitSet;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.hadoop.mapreduce.v2.api.records.JobId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.apache.hadoop.yarn.api.records.ApplicationId;
import org.junit.jupiter.api.Test;

/** Ten maps run; the cap of 20 % leaves room for two second attempts. */
class StockSpeculationTest {

  private final Application application = new Application();
  private final AtomicLong nowMillis = new AtomicLong();
  private final StockSpeculation stock = stock(Settings.with());

  private static TaskId task(int number, TaskType type) {
    JobId job = MRBuilderUtils.newJobId(ApplicationId.newInstance(1_700_000_000_000L, 1), 1);
    return MRBuilderUtils.newTaskId(job, number, type);
  }

  private TaskId running(int number, TaskType type) {
    application.put(task(number, type), TaskState.RUNNING);
    return task(number, type);
  }

  private StockSpeculation stock(StragglerSettings settings) {
    return new StockSpeculation(settings, nowMillis::get);
  }

  private void scanned(Set<TaskId> ladderTasks, int... hurried) {
    BitSet maps = new BitSet();
    for (int map : hurried) {
      maps.set(map);
    }
    stock.scanned(application.theJob(), maps, 10, ladderTasks);
  }

  @Test
  void mapsThatAreHurriedAreTheLaddersAndAllElseIsHadoops() {
    stock.enter();
    scanned(Set.of(), 3);
    assertThat(stock.isOurs(task(3, TaskType.MAP))).isTrue();
    assertThat(stock.isOurs(task(4, TaskType.MAP))).isFalse();
    assertThat(stock.isOurs(task(3, TaskType.REDUCE))).isFalse();
  }

  @Test
  void bothSharesOfSecondAttemptsStandUnderOneCap() {
    stock.enter();
    scanned(Set.of());
    assertThat(stock.claimForLadder(running(0, TaskType.MAP))).isTrue();
    assertThat(stock.claim(running(1, TaskType.REDUCE))).isTrue();
    assertThat(stock.open()).isFalse();
    assertThat(stock.claim(running(2, TaskType.MAP))).isFalse();
    assertThat(stock.besidesLadder()).as("no place at all").isGreaterThan(1000);
    scanned(Set.of());
    assertThat(stock.claim(task(2, TaskType.MAP))).isTrue();
    stock.giveBack(task(1, TaskType.REDUCE));
    assertThat(stock.besidesLadder()).isEqualTo(1);
  }

  @Test
  void ofOneTaskOnlyTheLadderOrHadoopStartsASecondAttempt() {
    stock.enter();
    scanned(Set.of());
    assertThat(stock.claim(running(1, TaskType.MAP))).isTrue();
    assertThat(stock.claimForLadder(task(1, TaskType.MAP))).isFalse();
    assertThat(stock.claimForLadder(running(2, TaskType.MAP))).isTrue();
    assertThat(stock.claim(task(2, TaskType.MAP))).isFalse();
    stock.giveBack(task(2, TaskType.MAP));
    assertThat(stock.claim(task(2, TaskType.MAP))).isTrue();
  }

  @Test
  void theLaddersPlacesAreHeldAsLongAsItsAttempts() {
    stock.enter();
    scanned(Set.of());
    stock.claimForLadder(running(1, TaskType.MAP));
    stock.claimForLadder(running(2, TaskType.MAP));
    scanned(Set.of(task(1, TaskType.MAP), task(2, TaskType.MAP)));
    assertThat(stock.open()).isFalse();
    scanned(Set.of(task(1, TaskType.MAP)));
    assertThat(stock.open()).isTrue();
    assertThat(stock.maps()).containsExactly(task(1, TaskType.MAP));
  }

  @Test
  void aTaskThatIsOverGivesItsPlaceBack() {
    stock.enter();
    scanned(Set.of());
    stock.claim(running(1, TaskType.MAP));
    stock.claim(running(2, TaskType.MAP));
    assertThat(stock.open()).isFalse();
    application.put(task(1, TaskType.MAP), TaskState.SUCCEEDED);
    scanned(Set.of());
    assertThat(stock.open()).isTrue();
    assertThat(stock.besidesLadder()).isEqualTo(1);
  }

  @Test
  void aTaskWhoseSecondAttemptFailedGivesItsPlaceBack() {
    stock.enter();
    scanned(Set.of());
    application.put(Reading.map(1), TaskAttemptState.RUNNING);
    stock.claim(task(1, TaskType.MAP));
    scanned(Set.of());
    assertThat(stock.maps()).as("not there yet").hasSize(1);
    application.put(Reading.map(1, 1), TaskAttemptState.RUNNING);
    scanned(Set.of());
    assertThat(stock.maps()).hasSize(1);
    application.put(Reading.map(1, 1), TaskAttemptState.FAILED);
    scanned(Set.of());
    assertThat(stock.maps()).isEmpty();
  }

  @Test
  void anAttemptThatNeverAppearsGivesItsPlaceBackAfterAMinute() {
    stock.enter();
    scanned(Set.of());
    application.put(Reading.map(1), TaskAttemptState.RUNNING);
    stock.claim(task(1, TaskType.MAP));
    nowMillis.set(StockSpeculation.APPEARS_MILLIS - 1);
    scanned(Set.of());
    assertThat(stock.maps()).hasSize(1);
    nowMillis.set(StockSpeculation.APPEARS_MILLIS);
    scanned(Set.of());
    assertThat(stock.maps()).isEmpty();
  }

  @Test
  void whileNoScanComesEverythingIsHadoops() {
    stock.enter();
    scanned(Set.of(), 3);
    stock.claim(running(1, TaskType.MAP));
    stock.claim(running(2, TaskType.MAP));
    nowMillis.set(10_000);
    assertThat(stock.isOurs(task(3, TaskType.MAP))).isTrue();
    assertThat(stock.open()).isFalse();
    nowMillis.set(10_001);
    assertThat(stock.isOurs(task(3, TaskType.MAP))).isFalse();
    assertThat(stock.open()).isTrue();
    assertThat(stock.claim(task(3, TaskType.MAP))).isTrue();
    scanned(Set.of(), 3);
    assertThat(stock.isOurs(task(3, TaskType.MAP))).isTrue();
  }

  @Test
  void accelerateOnlyNeverLeavesAPlaceToAnybody() {
    StockSpeculation shut = stock(Settings.with("mode", "accelerate-only"));
    assertNoPlace(shut);
    shut.enter();
    assertNoPlace(shut);
    nowMillis.set(1_000_000);
    assertNoPlace(shut);
    shut.leave();
    assertNoPlace(shut);
  }

  private void assertNoPlace(StockSpeculation shut) {
    assertThat(shut.open()).isFalse();
    assertThat(shut.claim(task(1, TaskType.REDUCE))).isFalse();
    assertThat(shut.claimForLadder(task(1, TaskType.MAP))).isFalse();
  }

  @Test
  void withoutALadderEverythingIsHadoopsWithoutACap() {
    assertThat(stock.open()).isTrue();
    stock.enter();
    scanned(Set.of(), 3);
    stock.claim(running(1, TaskType.MAP));
    stock.claim(running(2, TaskType.MAP));
    stock.leave();
    assertThat(stock.isOurs(task(3, TaskType.MAP))).isFalse();
    assertThat(stock.open()).isTrue();
    assertThat(stock.claim(task(3, TaskType.MAP))).isTrue();
  }
}
