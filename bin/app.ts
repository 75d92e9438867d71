import { join } from "node:path";
import { App, BootstraplessSynthesizer, type IStackSynthesizer } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { bundleFunctions, layOutConfig } from "#lib/aws/bundle.ts";
import { MemberAccountStack } from "#lib/aws/member-account-stack.ts";
import { PipelineStack } from "#lib/aws/pipeline-stack.ts";
import packageJson from "../package.json" with { type: "json" };

const root = join(import.meta.dirname, "..");
const codeDirectory = join(root, "dist", "functions");
const configDirectory = join(root, "dist", "config");

const app = new App();
/** `-c environment=dev` lays pipeline_config.dev.yaml over the config. */
const environment = String(app.node.getContext("environment"));
const { pipeline } = await loadConfig(join(root, "config"), environment);
const { deployment } = pipeline;
if (deployment === undefined)
  throw new Error("pipeline_config.yaml has no section `deployment`: see pipeline_config.yaml.example");

await bundleFunctions({ root, outdir: codeDirectory });
layOutConfig({ root, outdir: configDirectory }, environment);
const stackName = `InfraMonitoring-${pipeline.environment}`;
new PipelineStack(app, stackName, {
  description: "Predictive infrastructure monitoring: the daily pipeline.",
  codeOf: (id) => Code.fromAsset(join(codeDirectory, id)),
  configCode: Code.fromAsset(configDirectory),
  codeVersion: packageJson.version,
  config: { ...pipeline, deployment },
});
new MemberAccountStack(app, `${stackName}-member-account`, {
  description: "Predictive infrastructure monitoring: the read-only role of a watched account.",
  pipelineStackName: stackName,
  synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
});
