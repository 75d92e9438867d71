import { existsSync, mkdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { fileURLToPath } from "node:url";
import { runCommand } from "#lib/local/command-line/run-command.ts";
import { UsageError } from "#lib/local/command-line/usage-error.ts";
import { SCREENSHOTS } from "#lib/local/commands/screenshots.ts";
import { takeScreenshots } from "#lib/local/screenshots.ts";
import { cacheDirectory } from "#lib/local/services/cache-directory.ts";

const IMAGES = fileURLToPath(new URL("../docs/images/", import.meta.url));

await runCommand(SCREENSHOTS, async ({ values, terminal }) => {
  const page = values.page ?? join(cacheDirectory(), "demo", "morning-page.html");
  if (!existsSync(page))
    throw new UsageError(
      `there is no page ${page}: name one with --page FILE, such as DIR/morning-page.html after npm run demo -- --out DIR`,
    );
  if (!/<figure\b/.test(readFileSync(page, "utf8")))
    throw new UsageError(`${page} is no morning page with a chart: name one with --page FILE`);
  mkdirSync(IMAGES, { recursive: true });
  for (const file of await takeScreenshots(page, IMAGES)) terminal.print(file);
  return true;
});
