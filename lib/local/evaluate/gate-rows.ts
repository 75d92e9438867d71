import type { DemoFigures } from "./demo-figures.ts";
import { HEALTHY_AIM, HEALTHY_GATE, KIND_NAMES } from "./evaluation-plan.ts";
import { fixed } from "./markdown.ts";
import type { Evaluation, PeerComparison } from "./run-evaluation.ts";

/** One line of the summary: what was asked, what was measured, and whether the gate and the aim are met. */
export interface GateRow {
  readonly what: string;
  readonly measured: string;
  readonly gate: string;
  readonly aim: string;
  readonly meets: "aim" | "gate" | "no" | "not run";
}

/** The whole summary. */
export function gateRows(evaluation: Evaluation, demo: DemoFigures | null): GateRow[] {
  return [
    ...healthyRows(evaluation),
    ...foundRows(evaluation),
    ...engineRows(evaluation),
    ...peerRows(evaluation.peers),
    ...forecastRows(evaluation),
    ...demoRows(demo),
  ];
}

function meets(isGate: boolean, isAim: boolean): GateRow["meets"] {
  if (isAim && isGate) return "aim";
  return isGate ? "gate" : "no";
}

function healthyRows({ healthy }: Evaluation): GateRow[] {
  return healthy.map(({ kind, told }) => ({
    what: `healthy, ${KIND_NAMES[kind]}: new notifications a day`,
    measured: fixed(told, 2),
    gate: `<= ${HEALTHY_GATE}`,
    aim: `<= ${HEALTHY_AIM}`,
    meets: meets(told <= HEALTHY_GATE, told <= HEALTHY_AIM),
  }));
}

const DISTURBANCE_NAMES = {
  ramp: "ramp of 0.2 sigma/day within 14 days",
  step: "step of 2 sigma on its first 5 days",
  spike: "spike of 6 sigma on its day",
} as const;

function foundRows({ found }: Evaluation): GateRow[] {
  return found.map(({ kind, disturbance, signalledPct, gatePct, aimPct }) => ({
    what: `${DISTURBANCE_NAMES[disturbance]}, ${KIND_NAMES[kind]}: found`,
    measured: `${fixed(signalledPct, 1)} %`,
    gate: `${gatePct} %`,
    aim: `${aimPct} %`,
    meets: meets(signalledPct >= gatePct, signalledPct >= aimPct),
  }));
}

function engineRows({ engines }: Evaluation): GateRow[] {
  if (engines === null) return [notRun("C-MAPSS FD001", "100 engines; 51 cycles; 0.1 %", "100; 65; 0.1 %")];
  const { alarmedInLast100, medianSustainedLead, falseCyclesPct } = engines;
  const isGate = alarmedInLast100 === 100 && medianSustainedLead >= 51 && falseCyclesPct <= 0.1;
  return [
    {
      what: "C-MAPSS FD001: engines alarmed; median sustained lead; false cycles",
      measured: `${alarmedInLast100}; ${medianSustainedLead}; ${fixed(falseCyclesPct, 3)} %`,
      gate: "100; 51; 0.1 %",
      aim: "100; 65; 0.1 %",
      meets: meets(isGate, isGate && medianSustainedLead >= 65),
    },
  ];
}

function peerRows(peers: readonly PeerComparison[]): GateRow[] {
  return peers
    .filter(({ part }) => part === "all")
    .map(({ set, figures }) => {
      const [engine, ...others] = figures;
      const best = (of: "f1" | "eventF1") => Math.max(...others.map((peer) => peer[of]));
      const isAhead = (engine?.f1 ?? 0) > best("f1") && (engine?.eventF1 ?? 0) > best("eventF1");
      return {
        what: `${set}, hourly: F1 of hours and of events, beside the best peer`,
        measured: `${fixed(engine?.f1, 3)} / ${fixed(best("f1"), 3)}; ${fixed(engine?.eventF1, 3)} / ${fixed(best("eventF1"), 3)}`,
        gate: "ahead of all three",
        aim: "-",
        meets: isAhead ? "gate" : "no",
      };
    });
}

function forecastRows({ forecasts }: Evaluation): GateRow[] {
  return forecasts.map(({ kind, insidePct, issuedWithoutTrendPct }) => ({
    what: `forecast, ${KIND_NAMES[kind]}: true day inside the 80 % interval; issued without trend`,
    measured: `${fixed(insidePct, 1)} %; ${fixed(issuedWithoutTrendPct, 2)} %`,
    gate: "70-90 %; <= 1 %",
    aim: "-",
    meets: insidePct >= 70 && insidePct <= 90 && issuedWithoutTrendPct <= 1 ? "gate" : "no",
  }));
}

function demoRows(demo: DemoFigures | null): GateRow[] {
  const gate = "all; >= 4 days; <= 0.5 a day";
  if (demo === null) return [notRun("demo estate (give --demo DIR)", gate, ">= 7 days")];
  const { incidents, foundBeforeImpact, medianLeadDays, falseNotificationsPerDay } = demo;
  const lead = medianLeadDays ?? 0;
  const isGate = foundBeforeImpact === incidents && lead >= 4 && falseNotificationsPerDay <= 0.5;
  return [
    {
      what: "demo estate: incidents found before impact; median lead; false notifications",
      measured: `${foundBeforeImpact} of ${incidents}; ${fixed(medianLeadDays, 1)} days; ${fixed(falseNotificationsPerDay, 2)} a day`,
      gate,
      aim: ">= 7 days",
      meets: meets(isGate, isGate && lead >= 7),
    },
  ];
}

function notRun(what: string, gate: string, aim: string): GateRow {
  return { what, measured: "-", gate, aim, meets: "not run" };
}
