import { addDays } from "#core/model/utc-day.ts";
import { startDemoWorld } from "./demo-world.ts";
import { runDemo } from "./run-demo.ts";

export async function demo(
  args: readonly string[],
  out: { print: (line: string) => void; isTerminal: boolean },
): Promise<number> {
  const dailyRuns = Number(args[0] ?? 2);
  const monitoringStart = "2026-10-30";
  const world = await startDemoWorld({
    backfillFrom: addDays(monitoringStart, -100),
    monitoringStart,
    lastDay: addDays(monitoringStart, dailyRuns + 1),
    seed: 1,
    onProgress: out.print,
  });
  let t = performance.now();
  try {
    await runDemo(
      world,
      { monitoringStart, dailyRuns, sampledSlots: 2 },
      {
        onStage: (run, stage) => {
          out.print(`   ${((performance.now() - t) / 1000).toFixed(2)} ${stage}`);
          t = performance.now();
        },
        onRun: (run) => {
          out.print(JSON.stringify({ ...run, steps: undefined }));
          for (const s of run.steps) out.print(JSON.stringify(s));
        },
        onProgress: out.print,
      },
    );
  } finally {
    await world.stop({ keepDatabase: false });
  }
  return 0;
}
