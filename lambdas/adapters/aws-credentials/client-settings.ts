/** Times and tries of one SDK client. */
export interface ClientLimits {
  readonly connectTimeoutMs: number;
  /** From the request to the answer's headers. */
  readonly requestTimeoutMs: number;
  /** Without a byte, while the body arrives. */
  readonly idleTimeoutMs: number;
  readonly maxAttempts: number;
}

const DEFAULT_LIMITS: ClientLimits = {
  connectTimeoutMs: 3_000,
  requestTimeoutMs: 20_000,
  idleTimeoutMs: 20_000,
  maxAttempts: 5,
};

/** More sockets than any stage has calls in flight. */
const MAX_SOCKETS = 50;

/** Settings that every SDK client of this project is made with. */
export interface ClientSettings {
  readonly maxAttempts: number;
  readonly retryMode: string;
  readonly requestHandler: {
    readonly connectionTimeout: number;
    readonly requestTimeout: number;
    readonly throwOnRequestTimeout: true;
    readonly socketTimeout: number;
    readonly httpAgent: AgentSettings;
    readonly httpsAgent: AgentSettings;
  };
}

interface AgentSettings {
  readonly keepAlive: true;
  readonly maxSockets: number;
}

/**
 * Settings of an SDK client: its own timeouts (the SDK has none, and only warns of a slow request unless told to throw), and the
 * SDK's standard retry (exponential backoff with jitter, a token budget) as the one layer of retries. The CloudWatch reader
 * is the exception: it retries by itself, because it also has to retry what hides inside an HTTP 200, and asks for one attempt.
 * The endpoint is not set here: the SDK reads AWS_ENDPOINT_URL.
 *
 * @example new EC2Client({ ...clientSettings(), region: "us-east-1" })
 */
export function clientSettings(limits: Partial<ClientLimits> = {}): ClientSettings {
  const { connectTimeoutMs, requestTimeoutMs, idleTimeoutMs, maxAttempts } = { ...DEFAULT_LIMITS, ...limits };
  const agent: AgentSettings = { keepAlive: true, maxSockets: MAX_SOCKETS };
  return {
    maxAttempts,
    retryMode: "standard",
    requestHandler: {
      connectionTimeout: connectTimeoutMs,
      requestTimeout: requestTimeoutMs,
      throwOnRequestTimeout: true,
      socketTimeout: idleTimeoutMs,
      httpAgent: agent,
      httpsAgent: agent,
    },
  };
}
