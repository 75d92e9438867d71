import { mkdirSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { gzipSync } from "node:zlib";
import { FUNCTIONS, type FunctionId } from "#contract/stages.ts";
import { bundleFunctions } from "#lib/aws/bundle.ts";
import { runCommand } from "../services/run-command.ts";

const ROOT = fileURLToPath(new URL("../../..", import.meta.url));
const KB = 1000;
/** The fastest of so many: what else the machine does only ever adds. */
const ATTEMPTS = 3;

/** Size of one function's code, and how long a fresh process takes to load it: the part of a cold start that is ours. */
export interface BundleFigures {
  readonly id: FunctionId;
  readonly kB: number;
  readonly gzipKB: number;
  readonly importMs: number;
}

/** Bundles every function as the deployment does, and loads each in processes of its own. */
export async function benchBundles(): Promise<BundleFigures[]> {
  mkdirSync(join(ROOT, "dist"), { recursive: true });
  const outdir = mkdtempSync(join(ROOT, "dist", "bench-"));
  try {
    await bundleFunctions({ root: ROOT, outdir });
    const figures: BundleFigures[] = [];
    for (const { id } of FUNCTIONS) figures.push(await figuresOf(id, join(outdir, id, "index.mjs")));
    return figures;
  } finally {
    rmSync(outdir, { recursive: true, force: true });
  }
}

async function figuresOf(id: FunctionId, file: string): Promise<BundleFigures> {
  const bytes = readFileSync(file);
  const times: number[] = [];
  for (let attempt = 0; attempt < ATTEMPTS; attempt += 1) times.push(await importMs(file));
  return {
    id,
    kB: Math.round(bytes.length / KB),
    gzipKB: Math.round(gzipSync(bytes).length / KB),
    importMs: Math.round(Math.min(...times)),
  };
}

async function importMs(file: string): Promise<number> {
  const script = `const started = performance.now(); await import(${JSON.stringify(pathToFileURL(file).href)}); console.log(performance.now() - started); process.exit(0);`;
  const args = ["--enable-source-maps", "--input-type=module", "--eval", script];
  const { exitCode, stdout, output } = await runCommand(process.execPath, args);
  if (exitCode !== 0) throw new Error(`${file} cannot be loaded: ${output}`);
  return Number(stdout);
}
