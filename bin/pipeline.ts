import { randomBytes } from "node:crypto";
import { parseArgs } from "node:util";
import { StageError } from "#core/model/stage-error.ts";
import { summariseRun } from "#lib/local/pipeline/final-state.ts";
import { localPipeline } from "#lib/local/pipeline/local-run.ts";
import { printSteps } from "#lib/local/pipeline/print-steps.ts";
import { takeOver } from "#lib/local/pipeline/take-over.ts";
import { isNodeError } from "#lib/local/pipeline/usage-error.ts";

const HELP = `npm run pipeline -- [options]     one run on this machine, against what the environment names

  --date D              one day (YYYY-MM-DD)          --from A --to B   a range
  --backfill N          the last N days               --only redis,rds,ec2,database
  --dry-run             write and tell nothing        --check           only try every connection
  --take-over           end the lease of a run that was killed, then start

  DATABASE_URL, or DB_HOST DB_USER DB_PASSWORD DB_NAME      ARCHIVE_URL  s3://bucket/prefix or file:///folder
  PROMETHEUS_URL   MCP_GATEWAY_URL   AWS credentials, AWS_REGION, AWS_ENDPOINT_URL   PIPELINE_ENVIRONMENT  config to lay over

Exit: 0 COMPLETE or PARTIAL, 1 failed, 2 wrong options`;

const OPTIONS = {
  date: { type: "string" },
  from: { type: "string" },
  to: { type: "string" },
  backfill: { type: "string" },
  only: { type: "string" },
  "dry-run": { type: "boolean" },
  check: { type: "boolean" },
  "take-over": { type: "boolean" },
  help: { type: "boolean" },
} as const;

function inputOf(values: Partial<Record<keyof typeof OPTIONS, string | boolean>>): Record<string, unknown> {
  return {
    ...(values.date === undefined ? {} : { runDate: values.date }),
    ...(values.from === undefined ? {} : { from: values.from }),
    ...(values.to === undefined ? {} : { to: values.to }),
    ...(values.backfill === undefined ? {} : { backfillDays: Number(values.backfill) }),
    ...(values.only === undefined ? {} : { only: String(values.only).split(",") }),
    ...(values["dry-run"] === true ? { dryRun: true } : {}),
    ...(values.check === true ? { check: true } : {}),
  };
}

async function main(): Promise<number> {
  process.env.LOG_LEVEL ??= "silent";
  const { values } = parseArgs({ options: OPTIONS, strict: true });
  if (values.help === true) {
    console.log(HELP);
    return 0;
  }
  if (values["take-over"] === true) console.log(await takeOver());
  const pipeline = localPipeline({
    publish: async ({ subject, message }) => console.log(`\n--- message: ${subject}\n${message}\n---`),
    onEvent: (event) => {
      if (event.type === "StateRetried" && event.state.name === "00-open-run")
        console.log("another run holds the lease: waiting");
    },
  });
  for (const signal of ["SIGINT", "SIGTERM"] as const) process.once(signal, () => pipeline.abort());
  try {
    const name = `local-${new Date().toISOString().replace(/\D/g, "").slice(0, 14)}-${randomBytes(2).toString("hex")}`;
    const result = await pipeline.run(inputOf(values), name);
    const summary = summariseRun(result);
    printSteps(name, summary, console.log);
    return summary.state === "COMPLETE" || summary.state === "PARTIAL" || result.status === "SUCCEEDED"
      ? 0
      : 1;
  } finally {
    await pipeline.close();
  }
}

try {
  process.exitCode = await main();
} catch (error) {
  const isUsage = isNodeError(error) && error.code.startsWith("ERR_PARSE_ARGS");
  if (!isUsage && !(error instanceof StageError)) throw error;
  console.error(isUsage ? `${error.message}\n\n${HELP}` : `${error.name}: ${error.message}`);
  process.exitCode = isUsage ? 2 : 1;
}
