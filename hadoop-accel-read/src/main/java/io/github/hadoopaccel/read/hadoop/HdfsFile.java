package io.github.hadoopaccel.read.hadoop;

import io.github.hadoopaccel.read.striping.EcLayout;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.hdfs.DFSClient;
import org.apache.hadoop.hdfs.server.datanode.CachingStrategy;
import org.apache.hadoop.security.UserGroupInformation;

/**
 * An open striped file and how to reach it.
 *
 * @param client of the file system it belongs to
 * @param configuration of that file system
 * @param user on whose behalf it is read
 * @param path inside the file system
 * @param layout shape of its erasure-coding policy
 * @param codecName codec of that policy
 * @param verifyChecksum whether the file system verifies checksums
 * @param cachingStrategy what DataNodes are asked to keep in their caches, for readers opened from
 *     now on
 */
record HdfsFile(
    DFSClient client,
    Configuration configuration,
    UserGroupInformation user,
    String path,
    EcLayout layout,
    String codecName,
    boolean verifyChecksum,
    AtomicReference<CachingStrategy> cachingStrategy) {}
