import { ALERTS_OPERATOR } from "./stages.ts";

/** Longest name of a Lambda function. @see https://docs.aws.amazon.com/lambda/latest/api/API_CreateFunction.html */
const FUNCTION_NAME_MAX_LENGTH = 64;

/**
 * Name of the one function that people call: messages spell it out, so it must not change with a deployment. One per environment.
 * @example alertsFunctionName("prod") // "infra-monitoring-prod-alerts-operations"
 */
export function alertsFunctionName(environment: string): string {
  return `infra-monitoring-${environment}-${ALERTS_OPERATOR.id}`;
}

/** Longest name of an environment: no other name that contains it comes as near to its limit as that function's. */
export const ENVIRONMENT_MAX_LENGTH = FUNCTION_NAME_MAX_LENGTH - alertsFunctionName("").length;
