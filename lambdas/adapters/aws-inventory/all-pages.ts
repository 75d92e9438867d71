import { StageError } from "#core/model/stage-error.ts";
import type { RegionCalls } from "./region-calls.ts";

/** A list API: how to get a page, and where its items and its token are. */
export interface Listing<Page> {
  /** Such as `ec2:DescribeInstances`, as IAM names it. */
  readonly action: string;
  readonly fetch: (token: string | undefined) => Promise<Page>;
  /** undefined: the answer has no list at all. */
  readonly itemsOf: (page: Page) => readonly unknown[] | undefined;
  readonly tokenOf: (page: Page) => string | undefined;
}

/** Pages of 100 hold 50,000 items; more is a server that turns in a circle. */
const MAX_PAGES = 500;

/**
 * Items of all pages. An empty list is an answer; an answer without a list is a cut one, since it would otherwise read as "no
 * resources here".
 *
 * @throws StageError ContractBroken when a token comes twice or the pages do not end, SourceUnavailable for an answer without a list
 */
export async function allPages<Page>(calls: RegionCalls, listing: Listing<Page>): Promise<unknown[]> {
  const { action, fetch, itemsOf, tokenOf } = listing;
  const where = `account ${calls.accountId}, ${calls.region}: ${action}`;
  const items: unknown[] = [];
  const seen = new Set<string>();
  let token: string | undefined;
  do {
    const asked = token;
    const page = await calls.call(action, () => fetch(asked));
    const found = itemsOf(page);
    if (found === undefined) {
      throw new StageError("SourceUnavailable", `${where} answered without a list`);
    }
    for (const item of found) items.push(item);
    token = tokenOf(page);
    if (token !== undefined && seen.has(token)) {
      throw new StageError("ContractBroken", `${where} repeated its page token after ${seen.size} pages`);
    }
    if (seen.size >= MAX_PAGES) {
      throw new StageError("ContractBroken", `${where} gave over ${MAX_PAGES} pages`);
    }
    if (token !== undefined) seen.add(token);
  } while (token !== undefined);
  return items;
}
