/** One Allow statement of a policy, its references resolved. */
export interface Statement {
  readonly sid: string;
  readonly actions: readonly string[];
  /** ARNs, with `*` and `?` as IAM reads them. */
  readonly resources: readonly string[];
  /** Operator, key, accepted values. */
  readonly conditions: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>>;
}

/** One thing that somebody wants to do. */
export interface AccessRequest {
  readonly action: string;
  /** ARN; `*` where the service knows no resource. */
  readonly resource: string;
  /** Condition keys that AWS would set; a key that is absent fulfils no condition. */
  readonly context: Readonly<Record<string, string>>;
}

type Comparison = (given: string, accepted: string) => boolean;

/** The operators that our policies use. @see https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html */
const OPERATORS: Readonly<Record<string, Comparison>> = {
  StringEquals: (given, accepted) => given === accepted,
  StringLike: matches,
  ArnLike: matches,
};

/**
 * Whether any statement allows the request; what none allows is denied.
 *
 * @throws TypeError for a condition operator that is not simulated: a policy must not seem wider or narrower than it is
 * @example isAllowed([{ sid: "", actions: ["s3:GetObject"], resources: ["arn:aws:s3:::b/*"], conditions: {} }],
 *   { action: "s3:GetObject", resource: "arn:aws:s3:::b/key", context: {} }) // true
 */
export function isAllowed(statements: readonly Statement[], request: AccessRequest): boolean {
  return statements.some(
    ({ actions, resources, conditions }) =>
      actions.includes(request.action) &&
      resources.some((pattern) => matches(request.resource, pattern)) &&
      Object.entries(conditions).every(([operator, keys]) => holds(operator, keys, request.context)),
  );
}

function holds(
  operator: string,
  keys: Readonly<Record<string, readonly string[]>>,
  context: AccessRequest["context"],
): boolean {
  const compare = OPERATORS[operator];
  if (compare === undefined) throw new TypeError(`the condition operator ${operator} is not simulated`);
  return Object.entries(keys).every(([key, accepted]) => {
    const given = context[key];
    return given !== undefined && accepted.some((value) => compare(given, value));
  });
}

/** `*` stands for any text, `?` for one character. @example matches("runs/1/x", "runs/*") // true */
function matches(text: string, pattern: string): boolean {
  const source = pattern
    .replaceAll(/[.+^${}()|[\]\\]/g, "\\$&")
    .replaceAll("*", "[\\s\\S]*")
    .replaceAll("?", "[\\s\\S]");
  return new RegExp(`^${source}$`).test(text);
}
