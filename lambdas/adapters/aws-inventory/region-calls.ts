import { StageError } from "#core/model/stage-error.ts";
import { awsFailure, failureText } from "#core/remote/aws-failure.ts";

/** Calls to the describe APIs of one account and region: counted, and their errors named. */
export interface RegionCalls {
  readonly accountId: string;
  readonly region: string;
  readonly callCount: () => number;
  /** @throws StageError with the action, account and region in its message */
  readonly call: <Answer>(action: string, send: () => Promise<Answer>) => Promise<Answer>;
}

const ADVICE: Readonly<Record<string, string>> = {
  AccessDenied: "; the role needs this action, and the account must have opted into the region",
};

export function regionCalls(accountId: string, region: string): RegionCalls {
  let callCount = 0;
  return {
    accountId,
    region,
    callCount: () => callCount,
    async call(action, send) {
      callCount += 1;
      try {
        return await send();
      } catch (error) {
        if (error instanceof StageError) throw error;
        const name = awsFailure(error);
        if (name === null) throw error;
        const message = `account ${accountId}, ${region}: ${action} failed (${failureText(error)})`;
        throw new StageError(name, message + (ADVICE[name] ?? ""), { cause: error });
      }
    },
  };
}
