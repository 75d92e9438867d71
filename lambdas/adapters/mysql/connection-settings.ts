import * as z from "zod";
import { ENVIRONMENT } from "#contract/environment-names.ts";
import { StageError } from "#core/model/stage-error.ts";

/** How to reach the database. Holds a password: never log it. */
export interface ConnectionSettings {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
  readonly database: string;
  /** `verified`: TLS 1.2 or later with certificate and host name checked. `off`: plain text. */
  readonly tls: "verified" | "off";
  /** PEM file of the authorities to trust; null for those that Node ships. */
  readonly caFile: string | null;
}

const DEFAULT_PORT = 3306;
const LOOPBACK = new Set(["127.0.0.1", "localhost", "::1", "[::1]"]);
const PARTS = ["DB_HOST", "DB_PORT", "DB_USER", "DB_PASSWORD", "DB_NAME"] as const;

const Port = z.coerce.number().int().min(1).max(65_535);

const Secret = z.object({
  host: z.string().min(1),
  port: Port.default(DEFAULT_PORT),
  username: z.string().min(1),
  password: z.string(),
  dbname: z.string().min(1),
});

/**
 * Settings from `DATABASE_URL`, or from `DB_HOST`, `DB_PORT`, `DB_USER`, `DB_PASSWORD` and `DB_NAME`. TLS is verified, except on
 * loopback and where the URL says `?ssl=off`; `?ssl=verify` and a CA file ask for it on loopback too.
 *
 * @throws StageError EnvironmentInvalid if neither, both or half of a form is given.
 * @example connectionSettings({ DATABASE_URL: "mysql://pim:secret@db.example:3306/test" }).tls // "verified"
 */
export function connectionSettings(
  environment: Readonly<Record<string, string | undefined>>,
): ConnectionSettings {
  const url = environment[ENVIRONMENT.databaseUrl] ?? "";
  const given = PARTS.filter((name) => (environment[name] ?? "") !== "");
  const caFile = environment[ENVIRONMENT.databaseCaFile] || null;
  if (url !== "" && given.length > 0) {
    throw invalid(
      `${ENVIRONMENT.databaseUrl} and ${given.join(", ")} are both set: unset one of the two forms`,
    );
  }
  return url === "" ? fromParts(environment, caFile) : fromUrl(url, caFile);
}

/**
 * Settings from the JSON text of a Secrets Manager secret as RDS writes it: host, port, username, password, dbname.
 *
 * @throws StageError EnvironmentInvalid naming the fields that are wrong, never their values.
 */
export function connectionSettingsFromSecret(text: string, caFile: string | null = null): ConnectionSettings {
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch {
    throw invalid("the database secret is not JSON: it needs host, port, username, password and dbname");
  }
  const secret = Secret.safeParse(content);
  if (!secret.success) {
    const fields = secret.error.issues.map((issue) => issue.path.join(".")).join(", ");
    throw invalid(
      `the database secret is wrong at ${fields || "its top"}: it needs host, port, username, password and dbname`,
    );
  }
  const { host, port, username, password, dbname } = secret.data;
  return { host, port, user: username, password, database: dbname, tls: defaultTls(host, caFile), caFile };
}

function fromParts(
  environment: Readonly<Record<string, string | undefined>>,
  caFile: string | null,
): ConnectionSettings {
  const missing = ["DB_HOST", "DB_USER", "DB_NAME"].filter((name) => (environment[name] ?? "") === "");
  if (missing.length > 0) {
    throw invalid(
      `set ${ENVIRONMENT.databaseUrl}, or DB_HOST, DB_USER, DB_PASSWORD and DB_NAME; missing: ${missing.join(", ")}`,
    );
  }
  const port = Port.safeParse(environment.DB_PORT || DEFAULT_PORT);
  if (!port.success) throw invalid("DB_PORT is not a port number");
  const host = environment.DB_HOST ?? "";
  return {
    host,
    port: port.data,
    user: environment.DB_USER ?? "",
    password: environment.DB_PASSWORD ?? "",
    database: environment.DB_NAME ?? "",
    tls: defaultTls(host, caFile),
    caFile,
  };
}

function fromUrl(text: string, caFile: string | null): ConnectionSettings {
  const url = URL.parse(text);
  const database = url === null ? "" : decoded(url.pathname.slice(1));
  if (
    url === null ||
    !["mysql:", "mariadb:"].includes(url.protocol) ||
    database === "" ||
    url.username === ""
  ) {
    throw invalid(`${ENVIRONMENT.databaseUrl} has to look like mysql://user:password@host:3306/database`);
  }
  const ssl = url.searchParams.get("ssl");
  const unknown = [...url.searchParams.keys()].filter((key) => key !== "ssl");
  if (unknown.length > 0 || (ssl !== null && ssl !== "off" && ssl !== "verify")) {
    throw invalid(`${ENVIRONMENT.databaseUrl} accepts one parameter, ssl=off or ssl=verify`);
  }
  const tls = ssl === null ? defaultTls(url.hostname, caFile) : ssl === "off" ? "off" : "verified";
  return {
    host: url.hostname.replace(/^\[|\]$/g, ""),
    port: url.port === "" ? DEFAULT_PORT : Number(url.port),
    user: decoded(url.username),
    password: decoded(url.password),
    database,
    tls,
    caFile,
  };
}

/** A part of the URL as it was before it was put there. */
function decoded(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    throw invalid(
      `${ENVIRONMENT.databaseUrl} has a % that begins no escape: write %25 for a % of a password`,
    );
  }
}

function defaultTls(host: string, caFile: string | null): ConnectionSettings["tls"] {
  return LOOPBACK.has(host) && caFile === null ? "off" : "verified";
}

function invalid(message: string): StageError {
  return new StageError("EnvironmentInvalid", message);
}
