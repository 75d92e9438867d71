/** The command was typed wrongly; the message says what is accepted. */
export class UsageError extends Error {
  override readonly name = "UsageError";
}

/** True for {@link UsageError} and for what node:util says of options that it does not know. */
export function isUsageError(error: unknown): error is Error {
  if (error instanceof UsageError) return true;
  return (
    error instanceof Error &&
    "code" in error &&
    typeof error.code === "string" &&
    error.code.startsWith("ERR_PARSE_ARGS")
  );
}

/** A whole number of an option. @throws UsageError @example wholeNumber("--days", "21", { min: 1, max: 60 }) // 21 */
export function wholeNumber(
  option: string,
  text: string,
  { min, max }: { readonly min: number; readonly max: number },
): number {
  const number = Number(text);
  if (text.trim() !== "" && Number.isInteger(number) && number >= min && number <= max) return number;
  throw new UsageError(`${option} ${text}: a whole number from ${min} to ${max} is accepted`);
}
