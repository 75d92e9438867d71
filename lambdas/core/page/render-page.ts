import { counted, grouped, inDays } from "../alerting/counted.ts";
import { CANARY_MISSED } from "../canary/is-canary-found.ts";
import type { PageMedia } from "../ports/page-media.ts";
import { coverageSection } from "./coverage-section.ts";
import { coverageTotals } from "./coverage-totals.ts";
import { findingCard } from "./finding-card.ts";
import { fleetSection } from "./fleet-section.ts";
import { gapsSection } from "./gaps-section.ts";
import { healthBand } from "./health-class.ts";
import { heldBackSection } from "./held-back-section.ts";
import { type Html, html, trusted } from "./html.ts";
import type { Finding, PageFacts } from "./page-facts.ts";
import { PAGE_STYLE } from "./page-style.ts";
import { runSection } from "./run-section.ts";
import { soonest, sortFindings } from "./sort-findings.ts";
import { verdict } from "./verdict.ts";

/** Resources that get a card with a chart; further ones are lines of a table. */
export const MAX_CARDS = 12;

/**
 * The morning page of a run: one HTML document that asks for nothing else. The same facts give the same bytes. What it may do is in its
 * Content-Security-Policy: nothing but show itself.
 */
export function renderMorningPage(facts: PageFacts, media: PageMedia): string {
  const policy = `default-src 'none'; style-src 'sha256-${media.sha256Base64(PAGE_STYLE)}'; base-uri 'none'; form-action 'none'`;
  return html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="${trusted(policy)}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark">
<meta name="referrer" content="no-referrer">
<meta name="robots" content="noindex">
<title>Morning page ${facts.today}: ${facts.run.environment}</title>
<style>${trusted(PAGE_STYLE)}</style>
</head>
<body>
${header(facts)}
<main>
${mainSections(facts, media)}
</main>
<footer><p>Days are UTC. A strip without colour, a dash or "not yet" means that nothing could be said, never that all is well.</p></footer>
</body>
</html>
`.html;
}

function header(facts: PageFacts): Html {
  const links = [
    ...(facts.dashboardUrl === null ? [] : [html`<a href="${facts.dashboardUrl}">Dashboard</a>`]),
    ...(facts.runbookUrl === null ? [] : [html`<a href="${facts.runbookUrl}">Runbook</a>`]),
  ];
  return html`<header class="top">
<p class="day">Morning page · ${facts.today} · ${facts.run.environment}</p>
<h1>${verdict(facts)}</h1>
${facts.isCanaryFound ? null : html`<p class="alarm" role="alert">${CANARY_MISSED}.</p>`}
${tiles(facts)}
<nav aria-label="On this page"><a href="#today">Today</a><a href="#fleet">Fleet</a><a href="#coverage">Not seen</a><a href="#gaps">Not watched</a><a href="#run">Run</a>${links}</nav>
</header>`;
}

function tiles(facts: PageFacts): Html {
  const { isNew, isStillOpen } = sortFindings(facts.findings);
  const { unseen, learning, expected } = coverageTotals(facts.coverage);
  const next = soonest(facts);
  const healthy = facts.fleet.filter(({ scores }) => healthBand(scores.at(-1) ?? null) === "h3").length;
  const shown: readonly (readonly [string, string, string])[] = [
    [grouped(isNew.length), "new today", `${grouped(isStillOpen.length)} still open`],
    [next === null ? "none" : inDays(next.days), "to the next limit", "by forecast"],
    [grouped(healthy), "healthy", `of ${counted(facts.fleet.length, "resource")}`],
    [
      grouped(unseen),
      "not seen",
      `of ${counted(expected, "series", "series")}; ${grouped(learning)} learning`,
    ],
  ];
  return html`<dl class="tiles">${shown.map(([value, title, detail]) => html`<div><dt>${title}</dt><dd>${value}<small>${detail}</small></dd></div>`)}</dl>`;
}

function mainSections(facts: PageFacts, media: PageMedia): Html[] {
  const { isNew, isStillOpen, isHeldBack } = sortFindings(facts.findings);
  const cards = [...isNew, ...isStillOpen].slice(0, MAX_CARDS);
  const rest = [...isNew, ...isStillOpen].slice(MAX_CARDS);
  const card = (finding: Finding) => findingCard(finding, { rank: cards.indexOf(finding) + 1 }, media);
  const newCards = cards.filter((finding) => isNew.includes(finding)).map(card);
  const openCards = cards.filter((finding) => !isNew.includes(finding)).map(card);
  return [
    html`<section aria-labelledby="today"><h2 id="today">Look at today</h2>
${newCards.length === 0 ? html`<p class="sub">Nothing is new.</p>` : newCards}
</section>`,
    ...(openCards.length === 0
      ? []
      : [html`<section aria-labelledby="open"><h2 id="open">Still open</h2>${openCards}</section>`]),
    ...[heldBackSection([...rest, ...isHeldBack])].filter((section) => section !== null),
    fleetSection(facts),
    coverageSection(facts),
    gapsSection(facts),
    runSection(facts.run),
  ];
}
