import type { AccountConfig } from "#core/model/pipeline-config.ts";
import { StageError } from "#core/model/stage-error.ts";
import type { CloudInventory } from "#core/ports/cloud-inventory.ts";
import type { PlaceAnswer } from "./merge-inventory.ts";

/** Everything that all accounts and regions said. */
export interface Description {
  readonly answers: readonly PlaceAnswer[];
  readonly alarmCount: number;
  readonly callCount: number;
  readonly warnings: readonly string[];
}

/** Asks every account and region beside each other; one that is denied or out of reach does not stop the others. */
export async function describeEverywhere(
  accounts: readonly AccountConfig[],
  cloud: CloudInventory,
): Promise<Description> {
  const places = accounts.flatMap((account) => account.regions.map((region) => ({ account, region })));
  const parts = await Promise.all(places.map(({ account, region }) => describePlace(account, region, cloud)));
  return {
    answers: parts.map(({ answer }) => answer),
    alarmCount: parts.reduce((total, part) => total + part.alarmCount, 0),
    callCount: parts.reduce((total, part) => total + part.callCount, 0),
    warnings: parts.flatMap(({ warnings }) => warnings),
  };
}

async function describePlace(account: AccountConfig, region: string, cloud: CloudInventory) {
  const place = { accountId: account.accountId, region };
  try {
    const { resources, alarmCount, callCount, warnings } = await cloud.describe(account, region);
    return { answer: { ...place, resources }, alarmCount, callCount, warnings };
  } catch (error) {
    if (!(error instanceof StageError)) throw error;
    const warning = `account ${account.accountId} (${account.name}) ${region}: ${error.name}: ${error.message}`;
    return { answer: { ...place, resources: null }, alarmCount: 0, callCount: 1, warnings: [warning] };
  }
}
