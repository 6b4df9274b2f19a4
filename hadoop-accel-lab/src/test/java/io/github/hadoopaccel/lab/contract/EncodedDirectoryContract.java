package io.github.hadoopaccel.lab.contract;

import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.apache.hadoop.fs.contract.AbstractFSContract;
import org.apache.hadoop.fs.contract.ContractOptions;

/**
 * What Hadoop's contract of HDFS claims, as far as the suites run here ask, claimed for the
 * accelerated file system on an erasure-coded directory. Hadoop publishes its own list, {@code
 * contract/hdfs.xml}, in no jar but the one of its test sources.
 */
final class EncodedDirectoryContract extends AbstractFSContract {
  private static final List<String> CLAIMS =
      List.of(
          ContractOptions.SUPPORTS_SEEK,
          ContractOptions.REJECTS_SEEK_PAST_EOF,
          ContractOptions.SUPPORTS_STRICT_EXCEPTIONS,
          ContractOptions.SUPPORTS_UNBUFFER,
          ContractOptions.SUPPORTS_FILE_REFERENCE,
          ContractOptions.SUPPORTS_CONTENT_CHECK,
          ContractOptions.VECTOR_IO_EARLY_EOF_CHECK);

  private static final int RANDOM_SEEKS = 500;

  private final FileSystem fileSystem;
  private final Path directory;

  /**
   * A contract.
   *
   * @param directory where the suite works; it deletes it after each test, so the policy must be
   *     that of a directory above
   */
  EncodedDirectoryContract(Configuration conf, FileSystem fileSystem, Path directory) {
    super(conf);
    this.fileSystem = fileSystem;
    this.directory = directory;
    for (String claim : CLAIMS) {
      conf.setBoolean(getConfKey(claim), true);
    }
    conf.setInt(getConfKey(ContractOptions.TEST_RANDOM_SEEK_COUNT), RANDOM_SEEKS);
  }

  @Override
  public FileSystem getTestFileSystem() {
    return fileSystem;
  }

  @Override
  public String getScheme() {
    return fileSystem.getScheme();
  }

  @Override
  public Path getTestPath() {
    return directory;
  }
}
