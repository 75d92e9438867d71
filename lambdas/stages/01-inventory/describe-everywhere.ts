import type { StageErrorName } from "#contract/error-names.ts";
import type { AccountConfig } from "#core/model/pipeline-config.ts";
import type { RunConfig } from "#core/model/run-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { CloudInventory, InventoryRequest } from "#core/ports/cloud-inventory.ts";
import type { PlaceAnswer } from "./merge-inventory.ts";

/** Everything that all accounts and regions said. */
export interface Description {
  readonly answers: readonly PlaceAnswer[];
  readonly alarmCount: number;
  readonly callCount: number;
  readonly warnings: readonly string[];
  /** Why places could not be read, each kind once. */
  readonly failures: ReadonlySet<StageErrorName>;
}

/** What a config wants described. */
export function inventoryRequestOf({
  pipeline,
  resourceTypes,
}: Pick<RunConfig, "pipeline" | "resourceTypes">): InventoryRequest {
  return { types: resourceTypes, withAuroraReaders: pipeline.withAuroraReaders };
}

/** Asks every account and region beside each other; one that is denied or out of reach does not stop the others. */
export async function describeEverywhere(config: RunConfig, cloud: CloudInventory): Promise<Description> {
  const request = inventoryRequestOf(config);
  const parts = await Promise.all(
    config.pipeline.accounts.flatMap((account) =>
      account.regions.map((region) => describePlace({ account, region }, request, cloud)),
    ),
  );
  return {
    answers: parts.map(({ answer }) => answer),
    alarmCount: parts.reduce((total, part) => total + part.alarmCount, 0),
    callCount: parts.reduce((total, part) => total + part.callCount, 0),
    warnings: parts.flatMap(({ warnings }) => warnings),
    failures: new Set(parts.flatMap(({ failure }) => (failure === null ? [] : [failure]))),
  };
}

/** The error where no place at all could be read: what they have in common, so that what passes is tried again. */
export function nothingRead({ failures, warnings }: Pick<Description, "failures" | "warnings">): StageError {
  const [only] = failures;
  const name = only !== undefined && failures.size === 1 ? only : "AccessDenied";
  return new StageError(name, `no account could be read: ${warnings.join("; ")}`);
}

async function describePlace(
  { account, region }: { readonly account: AccountConfig; readonly region: string },
  request: InventoryRequest,
  cloud: CloudInventory,
) {
  const place = { accountId: account.accountId, region };
  try {
    const { resources, alarmCount, callCount, warnings } = await cloud.describe(account, region, request);
    return { answer: { ...place, resources }, alarmCount, callCount, warnings, failure: null };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    const warning = `account ${account.accountId} (${account.name}) ${region}: ${error.name}: ${error.message}`;
    const answer = { ...place, resources: null };
    return { answer, alarmCount: 0, callCount: 1, warnings: [warning], failure: error.name };
  }
}
