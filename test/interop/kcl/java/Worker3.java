import software.amazon.awssdk.services.dynamodb.model.BillingMode;
import software.amazon.kinesis.coordinator.CoordinatorConfig.ClientVersionConfig;

/** The same of KCL 3, which balances as 2.x does and has no leader yet; and does not look for a machine of EC2 under it. */
public final class Worker3 {
  public static void main(String[] args) throws Exception {
    Worker.run(
        args,
        (coordinator, leases) -> {
          coordinator.clientVersionConfig(ClientVersionConfig.CLIENT_VERSION_CONFIG_COMPATIBLE_WITH_2X);
          // The emulator adds an index, which KCL 3 wants, to no table with on-demand capacity.
          leases.billingMode(BillingMode.PROVISIONED);
          leases.workerUtilizationAwareAssignmentConfig().disableWorkerMetrics(true);
        });
  }
}
