/** How long one execution may live, in seconds. The run lease lasts as long, so that no living execution loses it. */
export const EXECUTION_TIMEOUT_SECONDS = 3 * 3600;

/** How often the databases behind the gateway are sampled, in minutes: a UTC day expects 96 snapshots. */
export const SAMPLE_EVERY_MINUTES = 15;
