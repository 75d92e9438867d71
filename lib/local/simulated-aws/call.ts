import type { Estate } from "#lib/local/estate/estate.ts";
import type { Fault } from "#lib/local/simulated-http/fault-book.ts";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import type { SimulationState } from "#lib/local/simulated-http/simulation-state.ts";

/** One call of an AWS service, with who makes it and where. */
export interface AwsCall {
  /** Name in the SigV4 credential scope. */
  readonly service: string;
  /** Such as `DescribeInstances`. */
  readonly action: string;
  readonly region: string;
  readonly accountId: string;
  readonly accessKeyId: string;
  readonly request: SimulatedRequest;
  /** A fault about results or pages that the service itself must play; null if none strikes. */
  readonly fault: Fault | null;
}

/** Decides who may call what. Where there is none, everybody may do everything. */
export interface AwsAccess {
  readonly mayCall: (call: AwsCall) => boolean;
  /** Whether the caller is told that an object is missing; others are denied. */
  readonly mayKnowOfMissing: (call: AwsCall) => boolean;
}

/** What the services answer from. */
export interface AwsWorld {
  readonly estate: Estate;
  readonly state: SimulationState;
}

/** An error in AWS' sense; the protocol of the service decides how it looks on the wire. */
export class AwsError extends Error {
  override readonly name = "AwsError";
  readonly code: string;
  readonly status: number;

  constructor(code: string, message: string, status = 400) {
    super(message);
    this.code = code;
    this.status = status;
  }
}

/** One AWS service: which action a request means, its answers, and the form of its errors. */
export interface AwsService {
  readonly actionOf: (request: SimulatedRequest) => string;
  /** @throws AwsError */
  readonly answer: (call: AwsCall) => Reply | Promise<Reply>;
  readonly error: (error: AwsError) => Reply;
  /** Codes under which the service throttles and denies. */
  readonly throttleError: AwsError;
  readonly denyError: AwsError;
}
