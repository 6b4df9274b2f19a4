package io.github.hadoopaccel.straggler.am;

import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Supplier;
import org.apache.hadoop.metrics2.MetricsCollector;
import org.apache.hadoop.metrics2.MetricsInfo;
import org.apache.hadoop.metrics2.MetricsSource;
import org.apache.hadoop.metrics2.MetricsSystem;
import org.apache.hadoop.metrics2.lib.DefaultMetricsSystem;
import org.apache.hadoop.metrics2.lib.Interns;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The source {@value #NAME} of an ApplicationMaster's metrics, as Hadoop's metrics2 and JMX show
 * them.
 *
 * <p>It may be registered before the metrics system runs. Where it cannot be registered, or the
 * numbers cannot be had, there are no metrics; nothing is thrown. Asked on threads of the metrics
 * system and of JMX.
 */
final class StragglerMetrics implements MetricsSource {
  private static final Logger LOG = LoggerFactory.getLogger(StragglerMetrics.class);
  static final String NAME = "AccelStraggler";
  private static final String DESCRIPTION = "Stragglers of this job and what they read";

  private static final MetricsInfo REPORTING =
      Interns.info("AttemptsReporting", "Attempts that report");
  private static final MetricsInfo ACCELERATED =
      Interns.info("AttemptsAccelerated", "Attempts that read accelerated");
  private static final MetricsInfo SLOW =
      Interns.info("SlowDataNodes", "DataNodes that are slow for the job");
  private static final MetricsInfo SCANS = Interns.info("Scans", "Scans of the job");
  private static final MetricsInfo SCAN_MICROS =
      Interns.info("LastScanMicros", "Time the latest scan took");
  private static final MetricsInfo SPECULATED =
      Interns.info("AttemptsSpeculated", "Second attempts started");
  private static final MetricsInfo USEFUL =
      Interns.info("BytesUseful", "Bytes the tasks asked for");
  private static final MetricsInfo EXTRA = Interns.info("BytesExtra", "Bytes read on top of them");
  private static final MetricsInfo GRANTED =
      Interns.info("BytesGranted", "Bytes that directives allowed on top");
  private static final MetricsInfo ACCEPTED = Interns.info("ReportsAccepted", "Reports taken");
  private static final MetricsInfo REFUSED = Interns.info("ReportsRefused", "Reports refused");

  private final MetricsSystem system;
  private final Supplier<StragglerGauges> gauges;
  private final AtomicBoolean warned = new AtomicBoolean();
  private final AtomicBoolean registered = new AtomicBoolean();

  private StragglerMetrics(MetricsSystem system, Supplier<StragglerGauges> gauges) {
    this.system = system;
    this.gauges = gauges;
  }

  /** Registers a source with the metrics system of this process. Never throws. */
  static StragglerMetrics register(Supplier<StragglerGauges> gauges) {
    return register(DefaultMetricsSystem.instance(), gauges);
  }

  static StragglerMetrics register(MetricsSystem system, Supplier<StragglerGauges> gauges) {
    StragglerMetrics metrics = new StragglerMetrics(system, gauges);
    try {
      system.register(NAME, DESCRIPTION, metrics);
      metrics.registered.set(true);
    } catch (Exception | LinkageError e) {
      LOG.info("No metrics of stragglers: {}", e.toString());
      LOG.debug("The source {} cannot be registered.", NAME, e);
    }
    return metrics;
  }

  /** Whether the metrics system has taken it. */
  boolean registered() {
    return registered.get();
  }

  /** Takes the source away, if it is there. Idempotent; never throws. */
  void unregister() {
    if (registered.compareAndSet(true, false)) {
      try {
        system.unregisterSource(NAME);
      } catch (Exception | LinkageError e) {
        LOG.debug("The source {} is left.", NAME, e);
      }
    }
  }

  @Override
  public void getMetrics(MetricsCollector collector, boolean all) {
    StragglerGauges now;
    try {
      now = gauges.get();
    } catch (Exception | LinkageError e) {
      if (warned.compareAndSet(false, true)) {
        LOG.info("No metrics of stragglers for now: {}", e.toString());
      }
      return;
    }
    collector
        .addRecord(NAME)
        .setContext("mapred")
        .addGauge(REPORTING, now.attemptsReporting())
        .addGauge(ACCELERATED, now.attemptsAccelerated())
        .addGauge(SLOW, now.slowDataNodes())
        .addGauge(SCAN_MICROS, now.lastScanMicros())
        .addCounter(SCANS, now.scans())
        .addCounter(SPECULATED, now.attemptsSpeculated())
        .addCounter(USEFUL, now.usefulBytes())
        .addCounter(EXTRA, now.extraBytes())
        .addCounter(GRANTED, now.grantedBytes())
        .addCounter(ACCEPTED, now.reportsAccepted())
        .addCounter(REFUSED, now.reportsRefused());
  }
}
