import { cpSync, existsSync, rmSync } from "node:fs";
import { join } from "node:path";
import { build } from "esbuild";
import { STAGES, type StageId } from "#contract/stages.ts";

/** Files that a stage reads at run time, copied beside its bundle. 00 checks the config and passes it on through the archive. */
const FILES_BESIDE: Partial<Record<StageId, readonly string[]>> = { "00-open-run": ["config"] };

/** mysql2 and parts of the SDK call `require`, which an ES module does not have. */
const REQUIRE_IN_ESM =
  "import{createRequire as __createRequire}from'node:module';const require=__createRequire(import.meta.url);";

export interface BundleOptions {
  /** Root of the repository. */
  readonly root: string;
  /** Folder that receives one folder per stage; emptied first. */
  readonly outdir: string;
}

function entryPoints(root: string): Record<string, string> {
  return Object.fromEntries(
    STAGES.map(({ id }) => {
      const handler = join(root, "lambdas", "stages", id, "handler.ts");
      if (!existsSync(handler)) throw new Error(`stage ${id} has no handler: ${handler} is missing`);
      return [`${id}/index`, handler];
    }),
  );
}

/**
 * Bundles all stages in one go (about half the time of one process each) into `<outdir>/<stage>/index.mjs`, the AWS SDK included: the
 * same bytes from the same source, whatever the Lambda runtime carries. Throws where a stage lacks its `handler.ts`.
 */
export async function bundleStages({ root, outdir }: BundleOptions): Promise<void> {
  rmSync(outdir, { recursive: true, force: true });
  await build({
    absWorkingDir: root,
    entryPoints: entryPoints(root),
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
  for (const { id } of STAGES) {
    for (const path of FILES_BESIDE[id] ?? [])
      cpSync(join(root, path), join(outdir, id, path), { recursive: true });
  }
}
