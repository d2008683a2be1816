import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsAsyncClientBuilder;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.http.Protocol;
import software.amazon.awssdk.http.nio.netty.NettyNioAsyncHttpClient;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.cloudwatch.CloudWatchAsyncClient;
import software.amazon.awssdk.services.dynamodb.DynamoDbAsyncClient;
import software.amazon.awssdk.services.kinesis.KinesisAsyncClient;
import software.amazon.kinesis.common.ConfigsBuilder;
import software.amazon.kinesis.common.InitialPositionInStream;
import software.amazon.kinesis.common.InitialPositionInStreamExtended;
import software.amazon.kinesis.coordinator.CoordinatorConfig;
import software.amazon.kinesis.coordinator.Scheduler;
import software.amazon.kinesis.leases.LeaseManagementConfig;
import software.amazon.kinesis.lifecycle.events.InitializationInput;
import software.amazon.kinesis.lifecycle.events.LeaseLostInput;
import software.amazon.kinesis.lifecycle.events.ProcessRecordsInput;
import software.amazon.kinesis.lifecycle.events.ShardEndedInput;
import software.amazon.kinesis.lifecycle.events.ShutdownRequestedInput;
import software.amazon.kinesis.metrics.NullMetricsFactory;
import software.amazon.kinesis.processor.RecordProcessorCheckpointer;
import software.amazon.kinesis.processor.ShardRecordProcessor;
import software.amazon.kinesis.processor.SingleStreamTracker;
import software.amazon.kinesis.retrieval.KinesisClientRecord;
import software.amazon.kinesis.retrieval.polling.PollingConfig;

/**
 * A whole worker of the Kinesis Client Library. Its processor says what it is given, a line of JSON each, and makes a checkpoint
 * behind what it has said. It stops in an orderly way when a line comes in, and at once when its standard input ends, as it does
 * with the process that started it.
 */
public final class Worker {
  public static void main(String[] args) throws Exception {
    run(args, (coordinator, leases) -> {});
  }

  /** What is to be set of a version alone. */
  interface Version {
    void configure(CoordinatorConfig coordinator, LeaseManagementConfig leases);
  }

  static void run(String[] args, Version version) throws Exception {
    Map<String, String> options =
        Arrays.stream(args).map(each -> each.split("=", 2)).collect(Collectors.toMap(each -> each[0], each -> each[1]));
    String stream = options.get("stream");
    KinesisAsyncClient kinesis = local(KinesisAsyncClient.builder(), options.get("kinesis"));
    DynamoDbAsyncClient dynamo = local(DynamoDbAsyncClient.builder(), options.get("dynamo"));
    // It is asked of, and never called: metrics go nowhere.
    CloudWatchAsyncClient cloudWatch = local(CloudWatchAsyncClient.builder(), options.get("dynamo"));
    InitialPositionInStreamExtended position =
        InitialPositionInStreamExtended.newInitialPosition(InitialPositionInStream.valueOf(options.get("position")));
    boolean prepares = Boolean.parseBoolean(options.get("prepares"));

    ConfigsBuilder configs =
        new ConfigsBuilder(
            new SingleStreamTracker(stream, position),
            options.get("table"),
            kinesis,
            dynamo,
            cloudWatch,
            options.get("worker"),
            () -> new Processor(prepares));
    CoordinatorConfig coordinator =
        configs.coordinatorConfig().parentShardPollIntervalMillis(500).shardConsumerDispatchPollIntervalMillis(200);
    LeaseManagementConfig leases =
        configs
            .leaseManagementConfig()
            .initialPositionInStream(position)
            .failoverTimeMillis(Long.parseLong(options.get("failoverMs")))
            .shardSyncIntervalMillis(1000);
    version.configure(coordinator, leases);

    Scheduler scheduler =
        new Scheduler(
            configs.checkpointConfig(),
            coordinator,
            leases,
            configs.lifecycleConfig(),
            configs.metricsConfig().metricsFactory(new NullMetricsFactory()),
            configs.processorConfig(),
            configs
                .retrievalConfig()
                .retrievalSpecificConfig(new PollingConfig(stream, kinesis).idleTimeBetweenReadsInMillis(250)));
    new Thread(scheduler, "scheduler").start();
    if (System.in.read() != -1) scheduler.startGracefulShutdown().get(30, TimeUnit.SECONDS);
    say("stopped", "-", "");
    Runtime.getRuntime().halt(0);
  }

  /** Emulators know neither HTTP/2 nor who asks. */
  private static <B extends AwsClientBuilder<B, C> & AwsAsyncClientBuilder<B, C>, C> C local(B builder, String url) {
    return builder
        .endpointOverride(URI.create(url))
        .region(Region.US_EAST_1)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .httpClientBuilder(
            NettyNioAsyncHttpClient.builder()
                .protocol(Protocol.HTTP1_1)
                .maxConcurrency(100)
                .connectionAcquisitionTimeout(Duration.ofSeconds(10)))
        .build();
  }

  /** A line is whole, and out before the checkpoint behind it is made. */
  private static synchronized void say(String what, String shardId, String more) {
    System.out.println("{\"what\":\"" + what + "\",\"shardId\":\"" + shardId + "\"" + more + "}");
    System.out.flush();
  }

  private static String field(String name, Object value) {
    return ",\"" + name + "\":\"" + String.valueOf(value).replace("\\", "\\\\").replace("\"", "\\\"") + "\"";
  }

  private static final class Processor implements ShardRecordProcessor {
    /** For how long a checkpoint is seen to be prepared and not made. */
    private static final long SHOWN_MS = 1000;

    private final boolean prepares;
    private String shardId;

    Processor(boolean prepares) {
      this.prepares = prepares;
    }

    @Override
    public void initialize(InitializationInput input) {
      shardId = input.shardId();
      say("begins", shardId, field("at", input.extendedSequenceNumber().sequenceNumber()));
    }

    @Override
    public void processRecords(ProcessRecordsInput input) {
      if (input.records().isEmpty()) return;
      for (KinesisClientRecord record : input.records())
        say(
            "record",
            shardId,
            field("sequenceNumber", record.sequenceNumber())
                + ",\"subSequenceNumber\":"
                + record.subSequenceNumber()
                + field("partitionKey", record.partitionKey())
                + field("data", StandardCharsets.UTF_8.decode(record.data())));
      KinesisClientRecord last = input.records().get(input.records().size() - 1);
      checkpoint(() -> store(input.checkpointer(), last));
    }

    private void store(RecordProcessorCheckpointer checkpointer, KinesisClientRecord last) throws Exception {
      String sequence = last.sequenceNumber();
      if (!prepares) {
        checkpointer.checkpoint(sequence, last.subSequenceNumber());
        return;
      }
      var prepared = checkpointer.prepareCheckpoint(sequence, last.subSequenceNumber(), "state".getBytes(StandardCharsets.UTF_8));
      say("prepared", shardId, field("at", sequence));
      Thread.sleep(SHOWN_MS);
      prepared.checkpoint();
    }

    @Override
    public void leaseLost(LeaseLostInput input) {
      say("lost", shardId, "");
    }

    @Override
    public void shardEnded(ShardEndedInput input) {
      say("ended", shardId, "");
      checkpoint(() -> input.checkpointer().checkpoint());
    }

    @Override
    public void shutdownRequested(ShutdownRequestedInput input) {
      say("asked", shardId, "");
      checkpoint(() -> input.checkpointer().checkpoint());
    }

    private interface Storing {
      void store() throws Exception;
    }

    private void checkpoint(Storing storing) {
      try {
        storing.store();
        say("checkpointed", shardId, "");
      } catch (Exception thrown) {
        say("refused", shardId, field("by", thrown.getClass().getSimpleName()));
      }
    }
  }
}
