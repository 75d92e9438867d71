/** A MySQL-compatible database that tests and the demo may fill and drop. */
export interface RunningDatabase {
  /** `mysql://user:password@host:port/database` of a user with all rights on that database. Holds a password: do not print it. */
  readonly url: string;
  /** Where it comes from, in words without secrets. */
  readonly description: string;
  /** Ends it and removes what it stored; does nothing to a database that somebody else runs. */
  readonly stop: () => Promise<void>;
}

/** A throw-away server process of this machine. */
export interface RunningMariaDB extends RunningDatabase {
  /** The same server as `root`, with all rights, over TCP. */
  readonly rootUrl: string;
  readonly host: "127.0.0.1";
  readonly port: number;
  readonly socketPath: string;
  /** Of the current process: another one after `restart`. */
  readonly pid: number;
  readonly version: string;
  /** The certificate authority to trust; only with `tls`. */
  readonly caFile: string | undefined;
  /** SIGKILL, as a power cut. The data stays for `restart`. */
  readonly kill: () => Promise<void>;
  /** Stops it if it runs, and starts it on the same port with the same data and passwords. */
  readonly restart: () => Promise<void>;
  /** The newest lines of its log. */
  readonly lastLines: () => string;
}
