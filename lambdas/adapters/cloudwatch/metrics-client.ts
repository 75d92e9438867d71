import { CloudWatchClient, type CloudWatchClientConfig } from "@aws-sdk/client-cloudwatch";

/**
 * The client that `cloudWatchSource` reads with. It makes one attempt a call: the reader itself retries, because what it has to
 * retry includes throttles that its points limit must see, results that failed inside an HTTP 200, and bodies cut on their way.
 * Two layers would multiply to dozens of calls.
 */
export function metricsClient(config: CloudWatchClientConfig): CloudWatchClient {
  return new CloudWatchClient({ ...config, maxAttempts: 1 });
}
