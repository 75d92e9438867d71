/** What a worker is started with. */
export interface WorkerStart {
  /** Address of the module that exports `handler`. */
  readonly code: string;
  /** Ports of 127.0.0.1 that it may connect to. */
  readonly openPorts: readonly number[];
}

/** One call; `probedPort`: try to connect there instead. */
export interface WorkerCall {
  readonly callId: number;
  readonly event: unknown;
  readonly probedPort?: number;
}

export interface WorkerAnswer {
  readonly callId: number;
  readonly answer?: unknown;
  readonly error?: { readonly name: string; readonly message: string };
}
