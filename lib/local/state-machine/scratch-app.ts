import { App } from "aws-cdk-lib";
import { temporaryDirectory } from "../services/temporary-directory.ts";

/** A CDK app for templates that are only looked at: its assembly goes with this process. CDK's own temporary folders stay for ever. */
export function scratchApp(context: Readonly<Record<string, unknown>> = {}): App {
  return new App({ context, outdir: temporaryDirectory("assembly").path });
}
