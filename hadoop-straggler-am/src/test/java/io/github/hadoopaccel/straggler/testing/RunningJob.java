package io.github.hadoopaccel.straggler.testing;

import static org.awaitility.Awaitility.await;

import java.net.InetSocketAddress;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.mapred.JobConf;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskAttemptState;
import org.apache.hadoop.mapreduce.v2.api.records.TaskId;
import org.apache.hadoop.mapreduce.v2.api.records.TaskType;
import org.apache.hadoop.mapreduce.v2.app.AppContext;
import org.apache.hadoop.mapreduce.v2.app.MRApp;
import org.apache.hadoop.mapreduce.v2.app.client.ClientService;
import org.apache.hadoop.mapreduce.v2.app.job.Job;
import org.apache.hadoop.mapreduce.v2.app.job.Task;
import org.apache.hadoop.mapreduce.v2.app.job.TaskAttempt;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptContainerAssignedEvent;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptEvent;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptEventType;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptFailEvent;
import org.apache.hadoop.mapreduce.v2.app.job.event.TaskAttemptStatusUpdateEvent.TaskAttemptStatus;
import org.apache.hadoop.mapreduce.v2.app.launcher.ContainerLauncher;
import org.apache.hadoop.mapreduce.v2.app.launcher.ContainerLauncherEvent;
import org.apache.hadoop.mapreduce.v2.app.launcher.ContainerRemoteLaunchEvent;
import org.apache.hadoop.mapreduce.v2.app.rm.ContainerAllocator;
import org.apache.hadoop.mapreduce.v2.app.rm.ContainerAllocatorEvent;
import org.apache.hadoop.mapreduce.v2.app.rm.ContainerRequestEvent;
import org.apache.hadoop.mapreduce.v2.app.rm.RMHeartbeatHandler;
import org.apache.hadoop.mapreduce.v2.app.rm.preemption.AMPreemptionPolicy;
import org.apache.hadoop.mapreduce.v2.app.speculate.Speculator;
import org.apache.hadoop.mapreduce.v2.app.speculate.SpeculatorEvent;
import org.apache.hadoop.mapreduce.v2.util.MRBuilderUtils;
import org.apache.hadoop.service.AbstractService;
import org.apache.hadoop.yarn.api.records.Container;
import org.apache.hadoop.yarn.api.records.ContainerId;
import org.apache.hadoop.yarn.api.records.NodeId;
import org.apache.hadoop.yarn.api.records.Priority;
import org.apache.hadoop.yarn.api.records.Resource;
import org.apache.hadoop.yarn.event.AsyncDispatcher;
import org.apache.hadoop.yarn.event.Dispatcher;
import org.apache.hadoop.yarn.security.ContainerTokenIdentifier;

/**
 * A job in Hadoop's own ApplicationMaster, with its dispatcher and the state machines of job, tasks
 * and attempts. Only YARN is played: a container is on the node the test chooses, and its task runs
 * until it is told to end.
 */
public final class RunningJob extends MRApp {
  /** Hadoop resolves the host of a token; the nodes have names that nobody knows. */
  private static final NodeId TOKEN_SERVICE = node("localhost");

  private final List<ContainerRequestEvent> requests = new CopyOnWriteArrayList<>();
  private final Map<TaskAttemptId, Map<String, String>> environments = new ConcurrentHashMap<>();
  private volatile Function<TaskAttemptId, NodeId> nodes;
  private BiFunction<Configuration, AppContext, Speculator> speculator =
      (conf, context) -> new IdleSpeculator();
  private Consumer<AMPreemptionPolicy> policies = policy -> {};

  /** A job that is not submitted yet; an attempt of no node waits for ever. */
  public RunningJob(int maps, int reduces, Function<TaskAttemptId, NodeId> nodes) {
    super(maps, reduces, false, "running-job", true);
    this.nodes = nodes;
  }

  /** The speculator it is to have, where speculation is on, instead of one that does nothing. */
  public RunningJob with(BiFunction<Configuration, AppContext, Speculator> factory) {
    speculator = factory;
    return this;
  }

  /** Tells of the preemption policy it has. */
  public RunningJob seeing(Consumer<AMPreemptionPolicy> observer) {
    policies = observer;
    return this;
  }

  /** Submits it with speculation on or off, and waits until {@code running} tasks run. */
  public RunningJob run(JobConf conf, boolean speculative, int running) throws Exception {
    submit(conf, speculative, speculative);
    await()
        .until(
            () ->
                job().getTasks().values().stream()
                        .flatMap(task -> task.getAttempts().values().stream())
                        .filter(attempt -> attempt.getState() == TaskAttemptState.RUNNING)
                        .count()
                    == running);
    return this;
  }

  /** Where containers are given from now on. */
  public void place(Function<TaskAttemptId, NodeId> anotherWay) {
    nodes = anotherWay;
  }

  /** A node of that name. */
  public static NodeId node(String host) {
    return NodeId.newInstance(host, 8041);
  }

  /** The ApplicationMaster's only job. */
  public Job job() {
    return getContext().getAllJobs().values().iterator().next();
  }

  public TaskId map(int index) {
    return MRBuilderUtils.newTaskId(getJobId(), index, TaskType.MAP);
  }

  public TaskId reduce(int index) {
    return MRBuilderUtils.newTaskId(getJobId(), index, TaskType.REDUCE);
  }

  public Task task(TaskId id) {
    return job().getTask(id);
  }

  /** The attempt with that number. */
  public TaskAttempt attempt(TaskId task, int number) {
    return task(task).getAttempt(MRBuilderUtils.newTaskAttemptId(task, number));
  }

  /** Waits until the attempt is there and in that state. */
  public void awaitState(TaskId task, int number, TaskAttemptState state) {
    await()
        .until(
            () -> {
              TaskAttempt attempt = attempt(task, number);
              return attempt != null && attempt.getState() == state;
            });
  }

  /** The hosts that were asked for, in order, when the attempt wanted a container. */
  public List<String> hostsAskedFor(TaskId task, int number) {
    TaskAttemptId id = MRBuilderUtils.newTaskAttemptId(task, number);
    return requests.stream()
        .filter(request -> request.getAttemptID().equals(id))
        .map(request -> Arrays.stream(request.getHosts()).sorted().toList())
        .findFirst()
        .orElseThrow();
  }

  /** The environment the attempt's container was given. */
  public Map<String, String> environment(TaskId task, int number) {
    return environments.get(MRBuilderUtils.newTaskAttemptId(task, number));
  }

  /** Says for the attempt's task that it is done. */
  public void finish(TaskId task, int number) {
    say(task, number, TaskAttemptEventType.TA_DONE);
  }

  /** Says something for the attempt's task. */
  public void say(TaskId task, int number, TaskAttemptEventType what) {
    getContext()
        .getEventHandler()
        .handle(new TaskAttemptEvent(MRBuilderUtils.newTaskAttemptId(task, number), what));
  }

  /** Says for the attempt's task that it has failed. */
  public void fail(TaskId task, int number) {
    getContext()
        .getEventHandler()
        .handle(new TaskAttemptFailEvent(MRBuilderUtils.newTaskAttemptId(task, number)));
  }

  /** An event that cannot be handled fails the test, not the process. */
  @Override
  protected Dispatcher createDispatcher() {
    AsyncDispatcher dispatcher = new AsyncDispatcher();
    dispatcher.disableExitOnDispatchException();
    return dispatcher;
  }

  @Override
  protected Speculator createSpeculator(Configuration conf, AppContext context) {
    return speculator.apply(conf, context);
  }

  @Override
  protected AMPreemptionPolicy createPreemptionPolicy(Configuration conf) {
    AMPreemptionPolicy policy = super.createPreemptionPolicy(conf);
    policies.accept(policy);
    return policy;
  }

  @Override
  protected ClientService createClientService(AppContext context) {
    return new NoClients();
  }

  @Override
  protected ContainerAllocator createContainerAllocator(
      ClientService clientService, AppContext context) {
    return new Allocator();
  }

  @Override
  protected ContainerLauncher createContainerLauncher(AppContext context) {
    return new Launcher();
  }

  /** Spares the test a web server for each job. */
  private static final class NoClients extends AbstractService implements ClientService {
    NoClients() {
      super("no clients");
    }

    @Override
    public InetSocketAddress getBindAddress() {
      return InetSocketAddress.createUnresolved("localhost", 1);
    }

    @Override
    public int getHttpPort() {
      return -1;
    }
  }

  private static final class IdleSpeculator extends AbstractService implements Speculator {
    IdleSpeculator() {
      super("idle speculator");
    }

    @Override
    public void handle(SpeculatorEvent event) {}

    @Override
    public void handleAttempt(TaskAttemptStatus status) {}
  }

  private final class Launcher extends MockContainerLauncher {
    @Override
    public void handle(ContainerLauncherEvent event) {
      if (event instanceof ContainerRemoteLaunchEvent launch) {
        environments.put(
            event.getTaskAttemptID(), launch.getContainerLaunchContext().getEnvironment());
      }
      super.handle(event);
    }
  }

  private final class Allocator implements ContainerAllocator, RMHeartbeatHandler {
    private final Resource size = Resource.newInstance(1024, 1);
    private int containers;

    @Override
    public void handle(ContainerAllocatorEvent event) {
      if (event instanceof ContainerRequestEvent request) {
        requests.add(request);
        NodeId node = nodes.apply(event.getAttemptID());
        if (node != null) {
          getContext()
              .getEventHandler()
              .handle(
                  new TaskAttemptContainerAssignedEvent(
                      event.getAttemptID(), container(node), Map.of()));
        }
      }
    }

    private Container container(NodeId node) {
      ContainerId id =
          ContainerId.newContainerId(getContext().getApplicationAttemptId(), ++containers);
      ContainerTokenIdentifier token =
          new ContainerTokenIdentifier(
              id, node.toString(), "user", size, Long.MAX_VALUE, 1, 1, Priority.newInstance(0), 0);
      return Container.newInstance(
          id,
          node,
          node.getHost() + ":8042",
          size,
          Priority.newInstance(0),
          newContainerToken(TOKEN_SERVICE, new byte[] {1}, token));
    }

    @Override
    public long getLastHeartbeatTime() {
      return getContext().getClock().getTime();
    }

    @Override
    public void runOnNextHeartbeat(Runnable callback) {
      callback.run();
    }
  }
}
