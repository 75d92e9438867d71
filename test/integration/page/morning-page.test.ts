import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { pathToFileURL } from "node:url";
import axe from "axe-core";
import type { Browser, Page } from "playwright-core";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import * as z from "zod";
import { launchChromium } from "#lib/local/services/chromium.ts";
import { temporaryDirectory } from "#lib/local/services/temporary-directory.ts";
import { missing } from "../services/missing-program.ts";
import { fleetPage, HOSTILE_NAMES } from "./full-fleet.ts";

const reason = await missing("Chromium", async () => (await launchChromium()).close());

/** The design's limit for a page of the whole fleet. */
const MAX_BYTES = 1.5 * 1024 * 1024;
const Violations = z.array(
  z.object({ id: z.string(), impact: z.string().nullable(), nodes: z.array(z.string()) }),
);

/** Some of each type, and more than the fleet's table shows at once. */
const SHORT_FLEET = { rds: 16, ec2: 10, redis: 10, findings: 14 };

const VIEWS = [
  { name: "light", width: 1280, colorScheme: "light" },
  { name: "dark", width: 1280, colorScheme: "dark" },
  { name: "phone", width: 360, colorScheme: "light" },
] as const;

describe.skipIf(reason)("the morning page of 371 resources in Chromium", () => {
  const folder = temporaryDirectory("morning-page");
  const html = fleetPage();
  const address = pathToFileURL(join(folder.path, "page.html")).href;
  // Every kind of part once: axe takes half a minute for all 371.
  const shortAddress = pathToFileURL(join(folder.path, "short.html")).href;
  let browser: Browser;
  beforeAll(async () => {
    await writeFile(join(folder.path, "page.html"), html);
    await writeFile(join(folder.path, "short.html"), fleetPage(SHORT_FLEET));
    browser = await launchChromium();
  });
  afterAll(async () => {
    await browser.close();
    folder.remove();
  });

  async function opened(view: (typeof VIEWS)[number] = VIEWS[0], from = address) {
    const page = await browser.newPage({
      viewport: { width: view.width, height: 900 },
      colorScheme: view.colorScheme,
      // Lets axe be put in; what the page itself may do is asked of a page without it.
      bypassCSP: true,
    });
    await page.goto(from);
    return page;
  }

  it("is under 1.5 MB", () => {
    expect(Buffer.byteLength(html)).toBeLessThan(MAX_BYTES);
  });

  it("loads without an error, and asks for nothing but itself", async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    const requests: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    page.on("pageerror", (error) => said.push(error.message));
    page.on("request", (request) => requests.push(request.url()));
    await page.goto(address, { waitUntil: "networkidle" });
    expect([said, requests]).toEqual([[], [address]]);
    await page.close();
  });

  it("shows hostile names as text", async () => {
    const page = await opened();
    const text = await page.locator("body").textContent();
    for (const name of HOSTILE_NAMES) expect(text).toContain(name.replace("\u202e", "\ufffd"));
    expect(await page.title()).toMatch(/^Morning page 2026-11-21/);
    expect(await page.locator("script, img, style:not(head style)").count()).toBe(0);
    await page.close();
  });

  it("can execute nothing: its policy holds in the browser", async () => {
    const page = await browser.newPage();
    const said: string[] = [];
    page.on("console", (message) => said.push(message.text()));
    await page.goto(address);
    await page.evaluate(
      "document.body.append(Object.assign(document.createElement('script'), { textContent: \"document.title = 'owned'\" }))",
    );
    expect(await page.title()).not.toBe("owned");
    expect(said.join()).toContain("Content Security Policy");
    await page.close();
  });

  it.each(VIEWS)("has nothing serious for axe to find: $name", async (view) => {
    const page = await opened(view, shortAddress);
    await openAllDetails(page);
    expect(await seriousViolations(page)).toEqual([]);
    await page.close();
  });

  it.each(VIEWS)("is no wider than its window: $name", async (view) => {
    const page = await opened(view);
    await openAllDetails(page);
    expect(await page.evaluate("document.documentElement.scrollWidth")).toBeLessThanOrEqual(view.width);
    await page.close();
  });

  it("says each chart in words, and opens its table by the keyboard", async () => {
    const page = await opened();
    const charts = page.getByRole("img", {
      name: /^Control chart of CPU utilization from 2026-09-23 on: 91 % at the end/,
    });
    expect(await charts.count()).toBe(12);
    const summary = page.locator("figure summary").first();
    await summary.focus();
    await page.keyboard.press("Enter");
    expect(await page.locator("figure table").first().isVisible()).toBe(true);
    await page.close();
  });

  it("has one first heading and no level left out", async () => {
    const page = await opened();
    const levels = await page
      .locator("h1, h2, h3, h4")
      .evaluateAll((headings) => headings.map(({ tagName }) => Number(tagName.slice(1))));
    expect(levels.filter((level) => level === 1)).toHaveLength(1);
    levels.slice(1).forEach((level, index) => {
      expect(level).toBeLessThanOrEqual((levels[index] ?? 0) + 1);
    });
    await page.close();
  });
});

async function openAllDetails(page: Page): Promise<void> {
  await page.locator("details").evaluateAll((all) => {
    for (const one of all) one.setAttribute("open", "");
  });
}

/** What axe finds of impact `serious` or `critical`, each with the first places. */
async function seriousViolations(page: Page) {
  await page.addScriptTag({ content: axe.source });
  const found = await page.evaluate(
    `axe.run().then(({ violations }) => violations.map(({ id, impact, nodes }) => ({ id, impact, nodes: nodes.slice(0, 3).map(({ html }) => html.slice(0, 200)) })))`,
  );
  return Violations.parse(found).filter(({ impact }) => impact === "serious" || impact === "critical");
}
