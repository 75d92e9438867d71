import * as z from "zod";
import { CheckLine } from "./check-line.ts";
import { SOURCES } from "./resource.ts";
import { Counts } from "./stage-report.ts";

/** A contiguous group of resources of one source, account and region that one call handles. */
export const Shard = z.object({
  /** Such as `ec2-111111111111-us-east-1-003`: unique in the run and safe in a key. */
  id: z.string(),
  source: z.enum(SOURCES),
  accountId: z.string(),
  region: z.string(),
  /** Position of its first resource, and how many, in the inventory object's resources of that source, account and region, sorted by resource id. */
  offset: z.int().min(0),
  count: z.int().min(0),
});
export type Shard = z.infer<typeof Shard>;

/** What one shard's call answers: some 300 bytes, and never more than 700: the limits of the state are counted on it (core/contract/state-limits.ts). */
export const ShardResult = z.object({
  shard: z.string(),
  state: z.enum(["ok", "partial", "failed", "skipped"]),
  /** Object that holds its series; null where nothing was archived. */
  key: z.string().nullable(),
  counts: Counts,
  /** What 06 did with it; in 07's answer, which takes the place of 06's. */
  normalised: Counts.optional(),
  /** Name and short text of what went wrong; null if nothing did. */
  error: z.string().max(160).nullable(),
  /** What the collector tried; only in a check. */
  checks: z.array(CheckLine).optional(),
});
export type ShardResult = z.infer<typeof ShardResult>;
