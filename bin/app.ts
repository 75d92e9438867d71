import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { join, resolve } from "node:path";
import { App, BootstraplessSynthesizer, type IStackSynthesizer } from "aws-cdk-lib";
import { Code } from "aws-cdk-lib/aws-lambda";
import { loadConfig } from "#adapters/config-files/load-config.ts";
import { bundleFunctions, layOutConfig } from "#lib/aws/bundle.ts";
import { ConfigInvalid } from "#lib/aws/config-invalid.ts";
import { DatabaseStack } from "#lib/aws/database-stack.ts";
import { MemberAccountStack } from "#lib/aws/member-account-stack.ts";
import { PipelineStack } from "#lib/aws/pipeline-stack.ts";
import packageJson from "../package.json" with { type: "json" };

const root = join(import.meta.dirname, "..");

/** Describes the stacks of one environment. @throws ConfigInvalid */
async function describeStacks(app: App): Promise<void> {
  /** `-c environment=dev` lays pipeline_config.dev.yaml over the config. */
  const environment = String(app.node.getContext("environment"));
  /** `-c config=../our-config` reads the config files from there: a team's own lie in a repository of its own. */
  const configDirectory = resolve(root, String(app.node.tryGetContext("config") ?? "config"));
  const { pipeline } = await loadConfig(configDirectory, environment);
  const { deployment } = pipeline;
  if (deployment === undefined)
    throw new ConfigInvalid(
      "pipeline_config.yaml has no section `deployment`: see pipeline_config.yaml.example",
    );

  /** One folder per synthesis, so that two at a time do not meet; always as deep, because source maps lead back to the sources. */
  mkdirSync(join(root, "dist"), { recursive: true });
  const dist = mkdtempSync(join(root, "dist", "app-"));
  process.once("exit", () => rmSync(dist, { recursive: true, force: true }));
  const functionsDirectory = join(dist, "functions");
  const layerDirectory = join(dist, "config");
  await bundleFunctions({ root, outdir: functionsDirectory });
  layOutConfig({ configDirectory, outdir: layerDirectory }, environment);

  const stackName = `InfraMonitoring-${pipeline.environment}`;
  new PipelineStack(app, stackName, {
    description: "Predictive infrastructure monitoring: the daily pipeline.",
    codeOf: (id) => Code.fromAsset(join(functionsDirectory, id)),
    configCode: Code.fromAsset(layerDirectory),
    codeVersion: packageJson.version,
    config: { ...pipeline, deployment },
  });
  const { aurora, network } = deployment;
  if (aurora !== null && network.vpc.kind === "existing")
    new DatabaseStack(app, `${stackName}-database`, {
      description: "Predictive infrastructure monitoring: its own database.",
      vpc: network.vpc,
      aurora,
      databaseName: pipeline.database.name,
      port: pipeline.database.port,
    });
  new MemberAccountStack(app, `${stackName}-member-account`, {
    description: "Predictive infrastructure monitoring: the read-only role of a watched account.",
    pipelineStackName: stackName,
    synthesizer: new BootstraplessSynthesizer() as IStackSynthesizer,
  });
}

try {
  await describeStacks(new App());
} catch (error) {
  // The writer of a config is helped by the sentence; anything else is a fault of ours, and its stack is needed.
  if (!(error instanceof Error) || error.name !== "ConfigInvalid") throw error;
  process.stderr.write(`${error.name}: ${error.message}\n`);
  process.exit(1);
}
