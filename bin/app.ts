import { readFileSync } from "node:fs";
import { join } from "node:path";
import { App } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { parse } from "yaml";
import { PipelineConfig } from "#core/model/pipeline-config.ts";
import { bundleStages } from "#lib/aws/bundle.ts";
import { PipelineStack } from "#lib/aws/pipeline-stack.ts";
import packageJson from "../package.json" with { type: "json" };

const root = join(import.meta.dirname, "..");
const outdir = join(root, "dist");
await bundleStages({ root, outdir });

const config = PipelineConfig.parse(parse(readFileSync(join(root, "config/pipeline_config.yaml"), "utf8")));
new PipelineStack(new App(), "InfraMonitoring", {
  description: "Predictive infrastructure monitoring: the daily pipeline.",
  codeOf: (stage) => Code.fromAsset(join(outdir, stage)),
  codeVersion: packageJson.version,
  schedule: config.schedule,
  notificationEmails: [],
  archiveRetentionDays: config.archive.retentionDays,
});
