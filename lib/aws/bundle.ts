import { cpSync, existsSync, mkdirSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { FLEET_COST_FILE, METRICS_FILE, overlayFile, PIPELINE_FILE } from "#contract/config-files.ts";
import { FUNCTIONS, type FunctionId, MIGRATOR, OPERATIONS } from "#contract/stages.ts";

/** Files that a function reads at run time, copied beside its bundle: a change of the DDL makes a new version, and that migrates. */
const FILES_BESIDE: Partial<Record<FunctionId, readonly string[]>> = {
  [MIGRATOR.id]: ["sql/02_create_analytics_schema.sql"],
};

/** mysql2 and parts of the SDK call `require`, which an ES module does not have. */
const REQUIRE_IN_ESM =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

export interface BundleOptions {
  /** Root of the repository. */
  readonly root: string;
  /** Folder that receives one folder per function; emptied first. */
  readonly outdir: string;
}

function handlerOf(root: string, id: FunctionId): string {
  const folder = OPERATIONS.some((operation) => operation.id === id) ? "operations" : "stages";
  const handler = join(root, "lambdas", folder, id, "handler.ts");
  if (!existsSync(handler)) throw new Error(`stage ${id} has no handler: ${handler} is missing`);
  return handler;
}

/**
 * Bundles all functions in one go (about half the time of one process each) into `<outdir>/<id>/index.mjs`, the AWS SDK included: the
 * same bytes from the same source, whatever the Lambda runtime carries. Throws where one lacks its `handler.ts`.
 */
export async function bundleFunctions({ root, outdir }: BundleOptions): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: Object.fromEntries(FUNCTIONS.map(({ id }) => [`${id}/index`, handlerOf(root, id)])),
    outdir,
    outExtension: { ".js": ".mjs" },
    bundle: true,
    minify: true,
    platform: "node",
    target: "node24",
    format: "esm",
    mainFields: ["module", "main"],
    banner: { js: REQUIRE_IN_ESM },
    sourcemap: true,
    sourcesContent: false,
    legalComments: "none",
    logLevel: "warning",
  });
  for (const { id } of FUNCTIONS) {
    for (const path of FILES_BESIDE[id] ?? []) cpSync(join(root, path), join(outdir, id, path));
  }
}

/**
 * Puts the config files of one environment into `<outdir>/config`, the content of the layer that 00 alone carries: a changed threshold
 * changes no function's code.
 */
export function layOutConfig(
  { configDirectory, outdir }: { readonly configDirectory: string; readonly outdir: string },
  environment: string | null,
): void {
  const target = join(outdir, "config");
  rmSync(outdir, { recursive: true, force: true });
  mkdirSync(target, { recursive: true });
  const overlay = environment === null ? [] : [overlayFile(environment)];
  const costs = [FLEET_COST_FILE].filter((file) => existsSync(join(configDirectory, file)));
  for (const file of [METRICS_FILE, PIPELINE_FILE, ...overlay, ...costs])
    cpSync(join(configDirectory, file), join(target, file));
}
