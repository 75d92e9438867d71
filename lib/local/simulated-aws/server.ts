import type { MetricsConfig } from "#core/model/metric-definition.ts";
import type { Estate } from "#lib/local/estate/estate.ts";
import { type SimulatedServer, serve } from "#lib/local/simulated-http/serve.ts";
import type { SimulationState } from "#lib/local/simulated-http/simulation-state.ts";
import type { AwsAccess, AwsService } from "./call.ts";
import { cloudWatchService } from "./cloudwatch.ts";
import { ec2Service } from "./ec2.ts";
import { elastiCacheService } from "./elasticache.ts";
import { createObjectStore } from "./object-store.ts";
import { rdsService } from "./rds.ts";
import { createAwsRouter } from "./router.ts";
import { s3Service } from "./s3.ts";
import { secretsManagerService } from "./secrets-manager.ts";
import { snsService } from "./sns.ts";
import { stsService } from "./sts.ts";
import { taggingService } from "./tagging.ts";

/**
 * One server that speaks the wire protocols of the AWS services the pipeline uses, for the SDK's real clients.
 *
 * Requests are routed by the service in their SigV4 scope, which also holds the region; the account is that of the assumed role's
 * access key, else the estate's first. Signatures are not checked.
 *
 * @param metrics tells which CloudWatch metric is which of the estate's
 * @param access decides who may call what; absent: everybody may do everything
 * @example new EC2Client({ endpoint: (await startSimulatedAws(estate, state, metrics)).url })
 */
export async function startSimulatedAws(
  estate: Estate,
  state: SimulationState,
  metrics: MetricsConfig["metrics"],
  access?: AwsAccess,
): Promise<SimulatedServer> {
  const world = { estate, state };
  const store = createObjectStore();
  const services: ReadonlyMap<string, AwsService> = new Map([
    ["ec2", ec2Service(world)],
    ["rds", rdsService(world)],
    ["elasticache", elastiCacheService(world)],
    ["monitoring", cloudWatchService(world, metrics)],
    ["tagging", taggingService(world)],
    ["sts", stsService()],
    ["secretsmanager", secretsManagerService(world)],
    ["s3", s3Service(store)],
    ["sns", snsService(world)],
  ]);
  const server = await serve(state, createAwsRouter(world, services, access));
  return {
    url: server.url,
    async stop() {
      await server.stop();
      store.close();
    },
  };
}
