import { copyFile, readdir, readFile, writeFile } from "node:fs/promises";
import { join, resolve } from "node:path";
import { makeOutputFolder } from "../command-line/output-folder.ts";

/** What a page of an archive in a folder lies beside. */
const REPORT = /\.md$/;

/** Copies a page and the reports beside it to where they outlive their archive; the copy leads to the copies. @returns the file of the page */
export async function keepPage(address: string, directory: string): Promise<string> {
  makeOutputFolder(directory);
  const folder = new URL(".", address);
  for (const report of (await readdir(folder)).filter((name) => REPORT.test(name)))
    await copyFile(new URL(report, folder), join(directory, report));
  const file = resolve(directory, "morning-page.html");
  const page = await readFile(new URL(address), "utf8");
  await writeFile(file, page.replaceAll(`href="${folder.href}`, 'href="'));
  return file;
}
