/** True for an error of Node itself, which has a code. */
export function isNodeError(error: unknown): error is Error & { code: string } {
  return error instanceof Error && "code" in error && typeof error.code === "string";
}
