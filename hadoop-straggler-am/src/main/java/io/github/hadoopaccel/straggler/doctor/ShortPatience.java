package io.github.hadoopaccel.straggler.doctor;

import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DistributedFileSystem;

/** A client's configuration whose calls give up within seconds, and read as stock HDFS does. */
final class ShortPatience {
  private ShortPatience() {}

  /** A copy of {@code conf}; a dead NameNode of one pair is passed over, a dead one alone fails. */
  static Configuration of(Configuration conf) {
    Configuration copy = new Configuration(conf);
    copy.set("fs.hdfs.impl", DistributedFileSystem.class.getName());
    copy.setInt("ipc.client.connect.timeout", 3000);
    copy.setInt("ipc.client.connect.max.retries", 1);
    copy.setInt("ipc.client.connect.retry.interval", 200);
    copy.setInt("ipc.client.connect.max.retries.on.timeouts", 0);
    copy.setInt("ipc.client.connect.max.retries.on.sasl", 1);
    copy.setInt("ipc.client.rpc-timeout.ms", 5000);
    copy.setBoolean("ipc.client.ping", false);
    copy.setBoolean("dfs.client.retry.policy.enabled", false);
    copy.setInt("dfs.client.retry.max.attempts", 1);
    copy.setInt("dfs.client.failover.max.attempts", 2);
    copy.setInt("dfs.client.failover.connection.retries", 0);
    copy.setInt("dfs.client.failover.connection.retries.on.timeouts", 0);
    copy.setInt("dfs.client.failover.sleep.base.millis", 100);
    copy.setInt("dfs.client.failover.sleep.max.millis", 300);
    return copy;
  }
}
