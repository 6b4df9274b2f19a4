package io.github.hadoopaccel.straggler.policy;

import java.util.Locale;
import java.util.stream.IntStream;

/** The simulated jobs that policies are tried on. */
enum Scenario {
  /** Twelve maps alike, of which four read from a DataNode that is ten times slower. */
  SLOW_DATA_NODE {
    @Override
    SimulatedJob job() {
      SimulatedJob job = new SimulatedJob(18).slow(0, 10);
      // Maps 0 to 3 read from DataNodes 0 to 5 or 17, 0, 1 and so on, the others from 6 to 16.
      IntStream.range(0, 12)
          .forEach(number -> job.map(600, number < 4 ? (18 - number) % 18 : 1 + number % 11, 5));
      return job;
    }
  },
  /** Twelve maps alike but for the user code of one, which takes twenty times as long. */
  SLOW_MAPPER {
    @Override
    SimulatedJob job() {
      SimulatedJob job = new SimulatedJob(18);
      IntStream.range(0, 12).forEach(number -> job.map(600, number, number == 5 ? 100 : 5));
      return job;
    }
  },
  /** One map, which reads from a slow DataNode. */
  ONE_MAP {
    @Override
    SimulatedJob job() {
      return new SimulatedJob(9).slow(2, 10).map(300, 0, 5);
    }
  },
  /** Twelve maps, one of which has ten times as much to read. */
  SKEW {
    @Override
    SimulatedJob job() {
      SimulatedJob job = new SimulatedJob(18);
      IntStream.range(0, 12).forEach(number -> job.map(number == 7 ? 3000 : 300, number, 5));
      return job;
    }
  },
  /** Twelve maps alike, which wait 60 % of their time. */
  HEALTHY {
    @Override
    SimulatedJob job() {
      SimulatedJob job = new SimulatedJob(18);
      IntStream.range(0, 12).forEach(number -> job.map(1200, number, 5.5));
      return job;
    }
  },
  /** Twelve maps on four containers, a slow DataNode for one of the first and one of the last. */
  WAVES {
    @Override
    SimulatedJob job() {
      SimulatedJob job = new SimulatedJob(18, 4).slow(0, 4);
      IntStream.range(0, 12)
          .forEach(number -> job.map(300, number == 0 || number == 11 ? 0 : 1 + number, 5));
      return job;
    }
  };

  abstract SimulatedJob job();

  /** Name of its files. */
  String file() {
    return "simulated-" + name().toLowerCase(Locale.ROOT).replace('_', '-');
  }
}
