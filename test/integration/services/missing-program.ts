import { ServiceUnavailable } from "#lib/local/services/service-unavailable.ts";

/**
 * Why this machine cannot have a service, said on stderr so that a skipped test is seen; undefined if it can.
 *
 * @example describe.skipIf(await missing("Redis", () => startRedis()))("Redis", ...)
 */
export async function missing(service: string, provide: () => Promise<unknown>): Promise<string | undefined> {
  try {
    await provide();
    return undefined;
  } catch (error) {
    if (!(error instanceof ServiceUnavailable)) {
      throw error;
    }
    process.stderr.write(`SKIPPED, no ${service} on this machine: ${error.message}\n`);
    return error.message;
  }
}
