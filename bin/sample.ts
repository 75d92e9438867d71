import { StageError } from "#core/model/stage-error.ts";
import { lambdaContext } from "#lib/local/state-machine/lambda-context.ts";
import { handler } from "#stages/sample-database/handler.ts";

const HELP = `npm run sample     one snapshot of every database behind the MCP gateway, into the archive

  MCP_GATEWAY_URL, MCP_GATEWAY_TOKEN        ARCHIVE_URL  s3://bucket/prefix or file:///folder`;

try {
  if (process.argv.includes("--help")) console.log(HELP);
  else {
    process.env.LOG_LEVEL ??= "silent";
    const { key, state, answered, failed, calls } = await handler({}, lambdaContext("sample-database"));
    console.log(`${key} ${state}: ${answered} databases answered, ${failed} failed, ${calls} calls`);
    process.exitCode = failed > 0 ? 1 : 0;
  }
} catch (error) {
  if (!(error instanceof StageError)) throw error;
  console.error(`${error.name}: ${error.message}`);
  process.exitCode = 1;
}
