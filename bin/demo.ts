import { demo } from "#lib/local/demo/demo.ts";
import { DEMO_HELP, demoOptions } from "#lib/local/demo/demo-options.ts";
import { isNodeError } from "#lib/local/pipeline/usage-error.ts";

const CLEAR_LINE = "\r\u001b[2K";

try {
  const options = demoOptions(process.argv.slice(2));
  if (options.isHelp) console.log(DEMO_HELP);
  else {
    const rewrite = (line: string) => process.stdout.write(`${CLEAR_LINE}${line}`);
    const isComplete = await demo(options, {
      print: console.log,
      ...(process.stdout.isTTY ? { rewrite } : {}),
    });
    process.exitCode = isComplete ? 0 : 1;
  }
} catch (error) {
  const isUsage =
    error instanceof RangeError || (isNodeError(error) && error.code.startsWith("ERR_PARSE_ARGS"));
  if (!isUsage) throw error;
  console.error(`${error.message}\n\n${DEMO_HELP}`);
  process.exitCode = 2;
}
