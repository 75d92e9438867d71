import { Architecture, type Code, type ILayerVersion, LayerVersion } from "aws-cdk-lib/aws-lambda";
import type { IQueue } from "aws-cdk-lib/aws-sqs";
import { Construct } from "constructs";
import { alertsFunctionName } from "#contract/function-names.ts";
import { ALERTS_OPERATOR, FUNCTIONS, type FunctionId, PRUNER, SAMPLER } from "#contract/stages.ts";
import type { TopicName } from "#contract/topics.ts";
import type { Archive } from "./archive.ts";
import type { DeploymentConfig } from "./deployment-config.ts";
import { functionEnvironment } from "./function-environment.ts";
import { functionStatements } from "./function-statements.ts";
import type { Network } from "./network.ts";
import { PipelineFunction } from "./pipeline-function.ts";

export interface PipelineFunctionsProps {
  /** Bundled code of a function. */
  readonly codeOf: (id: FunctionId) => Code;
  /** A folder `config` with the config files. */
  readonly configCode: Code;
  readonly codeVersion: string;
  readonly config: DeploymentConfig;
  readonly archive: Archive;
  readonly keyArn: string;
  readonly topicArns: Readonly<Record<TopicName, string | null>>;
  readonly network: Network;
  /** Takes the events that a function failed on for good. */
  readonly deadLetterQueue: IQueue;
}

/** Functions that a schedule or rule calls without waiting for an answer: nobody else would hear that they failed. */
const EVENT_DRIVEN: readonly FunctionId[] = ["14-pipeline-log", SAMPLER.id, PRUNER.id];

/** Every function of the contract's table, alike but for their lines in the tables. */
export class PipelineFunctions extends Construct {
  private readonly functions: ReadonlyMap<FunctionId, PipelineFunction>;

  constructor(scope: Construct, id: string, props: PipelineFunctionsProps) {
    super(scope, id);
    const layer = new LayerVersion(this, "Config", {
      description: "The config files, read by 00-open-run",
      code: props.configCode,
      compatibleArchitectures: [Architecture.ARM_64],
    });
    this.functions = new Map(
      FUNCTIONS.map((definition) => [definition.id, this.create(definition.id, layer, props)]),
    );
  }

  /** The function of an id. */
  of(id: FunctionId): PipelineFunction {
    const found = this.functions.get(id);
    if (found === undefined) throw new RangeError(`no function ${id}`);
    return found;
  }

  private create(id: FunctionId, layer: ILayerVersion, props: PipelineFunctionsProps): PipelineFunction {
    const definition = FUNCTIONS.find((one) => one.id === id);
    if (definition === undefined) throw new RangeError(`no function ${id} in the contract's FUNCTIONS`);
    const { archive, config, codeVersion, keyArn, network, topicArns } = props;
    return new PipelineFunction(this, id, {
      definition,
      name: id === ALERTS_OPERATOR.id ? alertsFunctionName(config.environment) : null,
      code: props.codeOf(id),
      layers: id === "00-open-run" ? [layer] : [],
      environment: functionEnvironment(id, config, { archiveUrl: archive.url, codeVersion, topicArns }),
      statements: functionStatements(id, { bucket: archive.bucket, keyArn, topicArns, config }),
      attachment: definition.isInVpc ? network.attachmentFor(id) : null,
      deadLetterQueue: EVENT_DRIVEN.includes(id) ? props.deadLetterQueue : null,
    });
  }
}
