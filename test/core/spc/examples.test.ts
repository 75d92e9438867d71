import { readdirSync, readFileSync } from "node:fs";
import { describe, expect, it } from "vitest";

const FOLDER = new URL("../../../lambdas/core/spc/", import.meta.url);
const files = readdirSync(FOLDER).filter((file) => file.endsWith(".ts"));

interface Example {
  readonly file: string;
  readonly expression: string;
  readonly expected: string;
}

/** Lines of the form `@example expression // value`; digits before `...` are the leading ones. */
const examples: Example[] = files.flatMap((file) =>
  [...readFileSync(new URL(file, FOLDER), "utf8").matchAll(/@example (.+?) \/\/ (.+?)(?: \*\/)?$/gm)].map(
    ([, expression = "", expected = ""]) => ({ file, expression, expected }),
  ),
);

async function evaluate(file: string, source: string): Promise<unknown> {
  const modules = await Promise.all(files.map((name) => import(new URL(name, FOLDER).href)));
  const scope: Record<string, unknown> = Object.assign({}, ...modules);
  const run = new Function(...Object.keys(scope), `return (${source});`);
  return plain(run(...Object.values(scope)), file);
}

/** Typed arrays as plain ones, so that an example can write its result as a list. */
function plain(value: unknown, file: string): unknown {
  if (value instanceof Float64Array || value instanceof Uint16Array || value instanceof Uint8Array)
    return [...value];
  if (typeof value === "function") throw new TypeError(`an example of ${file} gives a function`);
  return value;
}

/** Cuts numbers to the digits that the example shows. */
function shown(value: unknown, expected: string): string {
  const written = expected.match(/-?\d+\.\d+(?=\.\.\.)/g) ?? [];
  const text =
    JSON.stringify(value, (_key, item: unknown) => (Number.isNaN(item) ? "NaN" : item)) ?? "undefined";
  return written.reduce(
    (current, digits) => current.replace(new RegExp(`${digits.replace(".", "\\.")}\\d*`), `${digits}...`),
    text.replaceAll('"NaN"', "NaN"),
  );
}

describe("examples in the docstrings of the SPC library", () => {
  it("exist for every file", () => {
    expect(new Set(examples.map(({ file }) => file))).toEqual(new Set(files));
  });

  it.each(examples)("$file: $expression is $expected", async ({ file, expression, expected }) => {
    const value = shown(await evaluate(file, expression), expected);
    expect(value).toBe(expected.replaceAll(/, (?=[^ ])/g, ",").replaceAll("'", '"'));
  });
});
