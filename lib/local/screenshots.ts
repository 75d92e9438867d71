import { join } from "node:path";
import { pathToFileURL } from "node:url";
import { launchChromium } from "./services/chromium.ts";

const FIRST_SCREEN = { width: 1200, height: 860 };

/** Pictures for the documents: the first screen of a page, and the control chart of the worst that is still open. @returns the files */
export async function takeScreenshots(pageFile: string, directory: string): Promise<string[]> {
  const browser = await launchChromium();
  try {
    const page = await browser.newPage({ viewport: FIRST_SCREEN, colorScheme: "light" });
    await page.goto(pathToFileURL(pageFile).href);
    const screen = join(directory, "morning-page.png");
    await page.screenshot({ path: screen });
    const chart = join(directory, "control-chart.png");
    const stillOpen = page.locator('section[aria-labelledby="open"] figure');
    const figure = (await stillOpen.count()) > 0 ? stillOpen : page.locator("figure");
    await figure.first().screenshot({ path: chart });
    return [screen, chart];
  } finally {
    await browser.close();
  }
}
