import { type AwsCall, AwsError } from "./call.ts";

/** One page of a list; `next` is null on the last. */
export interface Page<T> {
  readonly items: readonly T[];
  readonly next: string | null;
}

/** How large pages may be asked for, by the rules of one API. */
export interface PageLimits {
  readonly smallest: number;
  readonly largest: number;
  /** Where the client does not say. */
  readonly usual: number;
}

/** The page of `all` that a token of the page before, and a wished size, ask for. @throws AwsError on a bad token or size */
export function pageOf<T>(
  all: readonly T[],
  asked: { readonly token: string | null; readonly size: string | null },
  limits: PageLimits,
  call: AwsCall,
): Page<T> {
  const size = asked.size === null ? limits.usual : Number(asked.size);
  if (!(Number.isInteger(size) && size >= limits.smallest && size <= limits.largest)) {
    throw new AwsError(
      "InvalidParameterValue",
      `the page size ${asked.size} is not between ${limits.smallest} and ${limits.largest}`,
    );
  }
  const from = offsetOf(asked.token);
  const end = from + size;
  if (call.fault?.kind === "repeat_token") {
    return { items: all.slice(0, size), next: tokenOf(0) };
  }
  return { items: all.slice(from, end), next: end < all.length ? tokenOf(end) : null };
}

/** An opaque page token. @example offsetOf(tokenOf(200)) // 200 */
export function tokenOf(offset: number): string {
  return Buffer.from(`page:${offset}`).toString("base64url");
}

/** The reverse of {@link tokenOf}; 0 for no token. @throws AwsError on a token that no page gave */
export function offsetOf(token: string | null): number {
  if (token === null || token === "") {
    return 0;
  }
  const offset = /^page:(\d+)$/.exec(Buffer.from(token, "base64url").toString())?.[1];
  if (offset === undefined) {
    throw new AwsError("InvalidParameterValue", "the page token is not one of ours");
  }
  return Number(offset);
}
