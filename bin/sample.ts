import { runCommand } from "#lib/local/command-line/run-command.ts";
import { SAMPLE } from "#lib/local/commands/sample.ts";

await runCommand(SAMPLE, async ({ terminal }) => {
  process.env.LOG_LEVEL ??= "silent";
  const { lambdaContext } = await import("#lib/local/state-machine/lambda-context.ts");
  const { handler } = await import("#stages/sample-database/handler.ts");
  const { key, state, answered, failed, calls } = await handler({}, lambdaContext("sample-database"));
  terminal.print(`${key} ${state}: ${answered} databases answered, ${failed} failed, ${calls} calls`);
  terminal.json({ key, state, answered, failed, calls });
  return failed === 0;
});
