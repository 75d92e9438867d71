import { type FoundState, isObject, walkStates } from "./walk-states.ts";

/** Fields that the local interpreter ignores or cannot run, with what to do instead. */
const FORBIDDEN_FIELDS: Readonly<Record<string, string>> = {
  QueryLanguage: "JSONata is ignored: write JSONPath",
  Assign: "variables are ignored: pass values through the state",
  Arguments: "JSONata only: use Parameters",
  Output: "JSONata only: use ResultSelector or OutputPath",
  Items: "JSONata only: use ItemsPath",
  ItemReader: "items must be in the state",
  ItemBatcher: "not run: make the items larger",
  ResultWriter: "not run: results must be in the state",
  ToleratedFailurePercentage: "not run: catch inside the iteration",
  ToleratedFailurePercentagePath: "not run: catch inside the iteration",
  ToleratedFailureCount: "not run: catch inside the iteration",
  ToleratedFailureCountPath: "not run: catch inside the iteration",
  HeartbeatSeconds: "ignored: use TimeoutSeconds",
  HeartbeatSecondsPath: "ignored: use TimeoutSeconds",
  Credentials: "ignored: assume roles in the function",
};

/** Parts of the context object that are not there locally, or differ: `$$.Execution.Input` of a nested state is its branch's input. */
const FORBIDDEN_CONTEXT = /\$\$\.(State|Task|StateMachine|Execution\.(Id|Input|RoleArn|RedriveCount))\b/;

/** String results lose their backslashes locally. */
const FORBIDDEN_INTRINSICS = /States\.(Format|JsonToString|Base64Decode)\(/;

const CALLBACK_SUFFIX = /\.(waitForTaskToken|sync(:2)?)$/;

type Finding = string | undefined;

function fieldFindings({ state }: FoundState): Finding[] {
  return Object.keys(FORBIDDEN_FIELDS)
    .filter((field) => field in state)
    .map((field) => `${field}: ${FORBIDDEN_FIELDS[field]}`);
}

function taskFindings({ state }: FoundState): Finding[] {
  const resource = state.Resource;
  return [
    typeof resource === "string" && CALLBACK_SUFFIX.test(resource)
      ? `Resource ${resource}: only request and response is run`
      : undefined,
    state.Type === "Task" && !("TimeoutSeconds" in state)
      ? "no TimeoutSeconds: 60 seconds locally, none on AWS"
      : undefined,
  ];
}

function mapFindings({ state }: FoundState): Finding[] {
  const processor = state.ItemProcessor;
  const config = isObject(processor) ? processor.ProcessorConfig : undefined;
  return [
    isObject(config) && config.Mode === "DISTRIBUTED"
      ? "ProcessorConfig.Mode DISTRIBUTED: runs as INLINE"
      : undefined,
    state.Type === "Map" && "Parameters" in state ? "Parameters of a Map: use ItemSelector" : undefined,
  ];
}

function pathFindings({ state }: FoundState): Finding[] {
  const own = JSON.stringify({
    ...state,
    Branches: undefined,
    ItemProcessor: undefined,
    Iterator: undefined,
    Comment: undefined,
  });
  const context = FORBIDDEN_CONTEXT.exec(own);
  const intrinsic = FORBIDDEN_INTRINSICS.exec(own);
  const catchers: unknown[] = Array.isArray(state.Catch) ? state.Catch : [];
  const replaces = [state, ...catchers].some((part) => isObject(part) && part.ResultPath === "$");
  return [
    replaces ? 'ResultPath "$": adds a field "$" instead of replacing; leave it out' : undefined,
    context === null ? undefined : `${context[0]}: not in the local context object`,
    intrinsic === null ? undefined : `${intrinsic[0].slice(0, -1)}: drops backslashes`,
  ];
}

function passFindings({ state }: FoundState): Finding[] {
  const isIgnored = state.Type === "Pass" && "Result" in state && !state.Result;
  return [isIgnored ? "Result that is null, false, 0 or empty is ignored: use Parameters" : undefined];
}

const CHECKS = [fieldFindings, taskFindings, mapFindings, pathFindings, passFindings];

/**
 * What a definition uses that the local interpreter (aws-local-stepfunctions 3.0.0) ignores or runs in another way than AWS, one line
 * each; empty for a definition whose local runs can be trusted.
 * @example unsupportedFeatures({ StartAt: "A", States: { A: { Type: "Pass", Assign: {}, End: true } } });
 * // ["A: Assign: variables are ignored: pass values through the state"]
 */
export function unsupportedFeatures(definition: unknown): string[] {
  const top = isObject(definition) && "QueryLanguage" in definition ? ["the definition: QueryLanguage"] : [];
  const states = [...walkStates(definition)].flatMap((found) =>
    CHECKS.flatMap((check) => check(found))
      .filter((finding) => finding !== undefined)
      .map((finding) => `${found.name}: ${finding}`),
  );
  return [...top, ...states];
}
