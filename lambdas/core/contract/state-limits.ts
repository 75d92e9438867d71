/**
 * Step Functions ends an execution whose state is larger, past every Catch.
 * @see https://docs.aws.amazon.com/step-functions/latest/dg/service-quotas.html
 */
export const STATE_MAX_BYTES = 256 * 1024;

/** What one shard adds to the state at most: its plan, its collector's answer and that of 07. A test adds them up. */
export const SHARD_STATE_BYTES = 1_300;

/** What everything else takes at most: 13's messages twice (24 KiB each), and the run with the warnings of every stage. */
const REST_STATE_BYTES = (2 * 24 + 40) * 1024;

/** Shards of all sources together that fit into the state, each at its largest. */
export const MAX_SHARDS = Math.floor((STATE_MAX_BYTES - REST_STATE_BYTES) / SHARD_STATE_BYTES);
