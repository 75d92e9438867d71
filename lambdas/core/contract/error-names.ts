/**
 * Names that Step Functions matches in Retry and Catch. An error's name is a contract: renaming one changes the state machine.
 * The value says whether the same call may succeed if it is made again.
 */
export const ERROR_NAMES = {
  /** The execution's input is wrong. */
  InputInvalid: { isRetryable: false },
  /** A config file is wrong. */
  ConfigInvalid: { isRetryable: false },
  /** A function's environment is wrong: a deployment fault. */
  EnvironmentInvalid: { isRetryable: false },
  /** Another run holds the lease. */
  RunInProgress: { isRetryable: true },
  /** This run's row is closed already: start a new execution. */
  RunClosed: { isRetryable: false },
  /** Another run took the lease; this one must not write. */
  Superseded: { isRetryable: false },
  /** The database's schema is not the one that this code knows. */
  SchemaUnknown: { isRetryable: false },
  /** A right is missing on the database or an AWS account. */
  AccessDenied: { isRetryable: false },
  /** The database did not answer, or is failing over. */
  DatabaseUnavailable: { isRetryable: true },
  /** The database refused a statement for good. */
  DatabaseRefused: { isRetryable: false },
  /** A source did not answer in time, or cut its answer. */
  SourceUnavailable: { isRetryable: true },
  SourceThrottled: { isRetryable: true },
  /** A source refused the question: asking again gives the same. */
  SourceRefused: { isRetryable: false },
  /** A source answered in a shape that its contract does not allow. */
  ContractBroken: { isRetryable: false },
  ArchiveUnavailable: { isRetryable: true },
  /** An archived object is missing, cut, or of another run. */
  ArchiveCorrupt: { isRetryable: false },
  /** An object of that key with other content is there already. */
  ArchiveConflict: { isRetryable: false },
  SecretUnavailable: { isRetryable: true },
} as const;

export type StageErrorName = keyof typeof ERROR_NAMES;

/** What the Lambda service itself throws for a passing reason; named in each Retry beside our own. */
export const LAMBDA_SERVICE_ERRORS = [
  "Lambda.ServiceException",
  "Lambda.AWSLambdaException",
  "Lambda.SdkClientException",
  "Lambda.TooManyRequestsException",
] as const;
