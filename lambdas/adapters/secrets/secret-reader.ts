import { GetSecretValueCommand, type SecretsManagerClient } from "@aws-sdk/client-secrets-manager";
import type * as z from "zod";
import type { StageErrorName } from "#core/contract/error-names.ts";
import { StageError } from "#core/model/stage-error.ts";
import { awsFailure } from "#core/remote/aws-failure.ts";

/** A rotated secret is seen after this at the latest, without `refresh`. */
const CACHE_MS = 5 * 60 * 1000;

export interface SecretReader {
  /**
   * The secret's JSON object, checked by `schema`. `refresh` passes the cache: for a login that was refused, since the secret may
   * have been rotated.
   *
   * @throws StageError SecretUnavailable, AccessDenied, EnvironmentInvalid (no such secret, or not of that form); fields are named, values
   *   never, and no parser's text is passed on because it would quote them
   */
  read<Secret>(arn: string, schema: z.ZodType<Secret>, options?: { refresh?: boolean }): Promise<Secret>;
}

interface Cached {
  readonly text: Promise<string>;
  readonly loadedAtMs: number;
}

const NAMES: Readonly<Partial<Record<StageErrorName, StageErrorName>>> = {
  AccessDenied: "AccessDenied",
  SourceRefused: "EnvironmentInvalid",
};

async function load(client: SecretsManagerClient, arn: string): Promise<string> {
  try {
    const answer = await client.send(new GetSecretValueCommand({ SecretId: arn }));
    if (answer.SecretString === undefined) {
      throw new StageError("EnvironmentInvalid", `secret ${arn} is binary, a JSON text is expected`);
    }
    return answer.SecretString;
  } catch (error) {
    if (error instanceof StageError) throw error;
    const failure = awsFailure(error);
    if (failure === null) throw error;
    const errorName = error instanceof Error ? error.name : "unknown error";
    throw new StageError(
      NAMES[failure] ?? "SecretUnavailable",
      `secret ${arn} cannot be read (${errorName})`,
    );
  }
}

function parse<Secret>(arn: string, text: string, schema: z.ZodType<Secret>): Secret {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new StageError("EnvironmentInvalid", `secret ${arn} is not JSON`);
  }
  const parsed = schema.safeParse(json);
  if (parsed.success) return parsed.data;
  const fields = [...new Set(parsed.error.issues.map(({ path }) => path.join(".") || "the object itself"))];
  throw new StageError("EnvironmentInvalid", `secret ${arn}: missing or wrong: ${fields.join(", ")}`);
}

/** Reads secrets by ARN, each at most once in five minutes. `now` is in epoch milliseconds. */
export function secretReader(client: SecretsManagerClient, now: () => number = Date.now): SecretReader {
  const cache = new Map<string, Cached>();
  const textOf = async (arn: string, refresh: boolean): Promise<string> => {
    const held = cache.get(arn);
    if (!refresh && held !== undefined && now() - held.loadedAtMs < CACHE_MS) return held.text;
    const entry: Cached = { text: load(client, arn), loadedAtMs: now() };
    cache.set(arn, entry);
    try {
      return await entry.text;
    } catch (error) {
      if (cache.get(arn) === entry) cache.delete(arn);
      throw error;
    }
  };
  return {
    async read(arn, schema, options) {
      return parse(arn, await textOf(arn, options?.refresh ?? false), schema);
    },
  };
}
