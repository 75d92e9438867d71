import { readFile } from "node:fs/promises";
import { join } from "node:path";
import { parse, YAMLParseError } from "yaml";
import type * as z from "zod";
import { StageError } from "#core/model/stage-error.ts";

/** Longest config file that is read: ours are a tenth of it. */
const MAX_FILE_BYTES = 262_144;

/** Problems that one refusal lists, and how long one may be: an error's text has to fit wherever it is shown. */
const MOST_PROBLEMS = 40;
const LONGEST_PROBLEM = 200;

/** The content of a file of the config directory. @throws ConfigInvalid */
export async function readYaml(directory: string, name: string): Promise<unknown> {
  const text = await readFile(join(directory, name), "utf8").catch((cause) => {
    throw new StageError(
      "ConfigInvalid",
      `${name} cannot be read in the config directory: is the file there?`,
      { cause },
    );
  });
  return parseYaml(text, name);
}

/** The content of a file that is at hand as text. @throws ConfigInvalid */
export function parseYaml(text: string, name: string): unknown {
  if (Buffer.byteLength(text) > MAX_FILE_BYTES) {
    throw new StageError(
      "ConfigInvalid",
      `${name} is over ${MAX_FILE_BYTES} bytes: a config file this long is a mistake`,
    );
  }
  try {
    return parse(text, (key, value) => withoutPrototype(key, value, name), {
      maxAliasCount: 0,
      strict: true,
      uniqueKeys: true,
    });
  } catch (cause) {
    if (cause instanceof StageError) throw cause;
    const where = cause instanceof YAMLParseError ? `: ${cause.message.split("\n")[0]}` : "";
    throw new StageError("ConfigInvalid", `${name} is not YAML${where}`, { cause });
  }
}

/** Schemas of mappings leave this key out in silence, so that what stands under it would look as if it held. */
function withoutPrototype(key: unknown, value: unknown, name: string): unknown {
  if (key === "__proto__") throw new StageError("ConfigInvalid", `${name}: __proto__ is no key: remove it`);
  return value;
}

/** A content as its schema has it. @throws ConfigInvalid with path in the file, what is accepted and what was found */
export function check<T>(schema: z.ZodType<T>, value: unknown, name: string): T {
  const parsed = schema.safeParse(value, { reportInput: true });
  if (parsed.success) return parsed.data;
  const problems = parsed.error.issues.map(
    (issue) => `${issue.path.join(".") || "(top)"}: ${issue.message}${found(issue.input)}`,
  );
  throw refusal(name, problems);
}

/** The error of a file with the problems that it has, as many as a person corrects at a time. */
export function refusal(name: string, problems: readonly string[]): StageError {
  const lines = problems.slice(0, MOST_PROBLEMS).map((problem) => `  ${problem.slice(0, LONGEST_PROBLEM)}`);
  if (problems.length > MOST_PROBLEMS) lines.push(`  and ${problems.length - MOST_PROBLEMS} more`);
  return new StageError("ConfigInvalid", `${name} is not valid:\n${lines.join("\n")}`);
}

function found(input: unknown): string {
  if (input === undefined || (typeof input === "object" && input !== null)) return "";
  const text = typeof input === "number" ? String(input) : JSON.stringify(input);
  return ` (found ${text.slice(0, 60)})`;
}
