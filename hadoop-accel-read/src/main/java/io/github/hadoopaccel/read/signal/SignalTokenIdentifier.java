package io.github.hadoopaccel.read.signal;

import java.io.DataInput;
import java.io.DataOutput;
import java.io.IOException;
import java.util.Objects;
import org.apache.hadoop.io.Text;
import org.apache.hadoop.security.UserGroupInformation;
import org.apache.hadoop.security.token.TokenIdentifier;

/**
 * Says which job a caller belongs to. The password that proves it is made by the job's
 * ApplicationMaster with a key it keeps to itself. Not thread-safe while it is being read.
 */
public final class SignalTokenIdentifier extends TokenIdentifier {
  /** The kind of the tokens. */
  public static final Text KIND = new Text("HADOOP_ACCEL_SIGNAL");

  private static final int MAX_JOB_ID_CHARS = 128;

  private String jobId;

  /** An empty identifier, for {@link #readFields} to fill. */
  public SignalTokenIdentifier() {
    this("");
  }

  /** Names the job {@code job_…}. */
  public SignalTokenIdentifier(String jobId) {
    this.jobId = Objects.requireNonNull(jobId, "jobId");
  }

  /** The job, {@code job_…}. */
  public String jobId() {
    return jobId;
  }

  @Override
  public Text getKind() {
    return KIND;
  }

  /** A remote user named after the job, or null for an empty identifier, as Hadoop asks for. */
  @Override
  public UserGroupInformation getUser() {
    return jobId.isEmpty() ? null : UserGroupInformation.createRemoteUser(jobId);
  }

  @Override
  public void write(DataOutput out) throws IOException {
    out.writeByte(SignalFormat.VERSION);
    SignalFormat.writeText(out, "jobId", jobId, MAX_JOB_ID_CHARS);
  }

  @Override
  public void readFields(DataInput in) throws IOException {
    SignalFormat.readVersion(in);
    jobId = SignalFormat.readText(in, "jobId", MAX_JOB_ID_CHARS);
  }
}
