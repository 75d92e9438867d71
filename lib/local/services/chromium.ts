import { type Browser, chromium } from "playwright-core";
import type { OnProgress } from "./debian-package.ts";
import { type ExecutableOrigin, provideExecutable } from "./provide-executable.ts";

/**
 * Debian's `chromium` on the PATH is a script that starts the program in this folder, by its absolute path: where the package is only
 * unpacked, the program itself is wanted.
 */
const NAMES = [
  "../lib/chromium/chromium",
  "chromium",
  "chromium-browser",
  "google-chrome-stable",
  "google-chrome",
];

/** Nothing is fetched in the background; in a container there is no namespace to make a sandbox of, and only our own page is opened. */
const ARGUMENTS = [
  "--no-sandbox",
  "--disable-gpu",
  "--disable-dev-shm-usage",
  "--disable-background-networking",
];

/**
 * Starts a headless Chromium with a fresh profile.
 *
 * @throws ServiceUnavailable if there is none for this machine
 * @example const browser = await launchChromium(); // await browser.close()
 */
export async function launchChromium(
  options: { readonly origin?: ExecutableOrigin; readonly onProgress?: OnProgress } = {},
): Promise<Browser> {
  const program = await provideExecutable({
    names: NAMES,
    debianPackages: ["chromium", "fonts-dejavu-core"],
    origin: options.origin,
    onProgress: options.onProgress,
  });
  return chromium.launch({
    executablePath: program.file,
    args: ARGUMENTS,
    env: { ...process.env, ...program.environment },
  });
}
