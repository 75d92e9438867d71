import { ERROR_NAMES, type StageErrorName } from "../contract/error-names.ts";

/**
 * The one error class of the pipeline. `name` is what Step Functions matches; the message says what was wrong, where, and what
 * to do. Never put a secret, a URL with credentials or a SQL parameter into the message.
 */
export class StageError extends Error {
  override readonly name: StageErrorName;

  constructor(name: StageErrorName, message: string, options?: { cause?: unknown }) {
    super(message, options);
    this.name = name;
  }

  get isRetryable(): boolean {
    return ERROR_NAMES[this.name].isRetryable;
  }
}
