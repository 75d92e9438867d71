import { mkdir, readdir, readFile, rm, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { afterAll, expect, it } from "vitest";
import { keepPage } from "#lib/local/demo/keep-page.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";

const folder = temporaryDirectory("keep-page");
afterAll(() => folder.remove());

it("a kept page leads to the kept reports after its archive is gone", async () => {
  const archive = join(folder.path, "archive");
  await mkdir(archive);
  const report = pathToFileURL(join(archive, "gaps.md")).href;
  await writeFile(join(archive, "gaps.md"), "# Gaps");
  await writeFile(join(archive, "index.html"), `<a href="${report}">gaps</a> <a href="https://r">r</a>`);
  const kept = join(folder.path, "kept");
  const file = await keepPage(pathToFileURL(join(archive, "index.html")).href, kept);
  await rm(archive, { recursive: true });
  expect(await readFile(file, "utf8")).toBe('<a href="gaps.md">gaps</a> <a href="https://r">r</a>');
  expect(await readdir(kept)).toEqual(["gaps.md", "morning-page.html"]);
  expect(await readFile(join(kept, "gaps.md"), "utf8")).toBe("# Gaps");
});
