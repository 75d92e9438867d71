import { CustomState } from "aws-cdk-lib/aws-stepfunctions";
import type { Construct } from "constructs";

type Json = string | number | boolean | null | readonly Json[] | { readonly [key: string]: Json };

export interface PassProps {
  readonly comment: string;
  readonly parameters?: { readonly [key: string]: Json };
  /** A fixed value in place of the input. */
  readonly result?: Json;
  readonly inputPath?: string;
  readonly resultPath?: string;
}

/**
 * A Pass state that keeps `null`: the library's own Pass drops such fields, and a shard without an object needs `"key": null`.
 * Keys that end in `.$` are JSONPath.
 */
export function passState(scope: Construct, name: string, props: PassProps): CustomState {
  const { comment, parameters, result, inputPath, resultPath } = props;
  return new CustomState(scope, name, {
    stateJson: {
      Type: "Pass",
      Comment: comment,
      ...(inputPath === undefined ? {} : { InputPath: inputPath }),
      ...(parameters === undefined ? {} : { Parameters: parameters }),
      ...(result === undefined ? {} : { Result: result }),
      ...(resultPath === undefined ? {} : { ResultPath: resultPath }),
    },
  });
}
