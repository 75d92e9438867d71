import { chmod, writeFile } from "node:fs/promises";
import { join } from "node:path";
import { findExecutable } from "./find-executable.ts";
import { runCommand } from "./run-command.ts";
import { ServiceUnavailable } from "./service-unavailable.ts";

/** Files of a certificate that is good for tests only: its authority was made for it and is forgotten with the directory. */
export interface ServerCertificate {
  /** What a client must trust. */
  readonly caFile: string;
  readonly certificateFile: string;
  readonly keyFile: string;
}

const NEW_KEY = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes"];
const VALID_DAYS = 2;

export interface CertificateOptions {
  /** How long the authority is valid; a negative number makes one that expired. */
  readonly authorityDays?: number;
  /** Whom the certificate names, as openssl writes it. Default: 127.0.0.1 and localhost. */
  readonly subjects?: string;
}

/**
 * Makes a certificate authority and, signed by it, a certificate for this machine, as files in `directory`.
 *
 * @throws ServiceUnavailable without the openssl command
 */
export async function createServerCertificate(
  directory: string,
  { authorityDays = VALID_DAYS, subjects = "IP:127.0.0.1,DNS:localhost" }: CertificateOptions = {},
): Promise<ServerCertificate> {
  const openssl = findExecutable(["openssl"]);
  if (openssl === undefined) {
    throw new ServiceUnavailable(
      "TLS for a throw-away server needs the openssl command: install it, or do without tls",
    );
  }
  const file = (name: string): string => join(directory, name);
  const run = async (...args: string[]): Promise<void> => {
    const result = await runCommand(openssl, args, { cwd: directory });
    if (result.exitCode !== 0) {
      throw new ServiceUnavailable(`openssl ${args[0]} failed: ${result.output.trim()}`);
    }
  };
  await writeFile(file("san.cnf"), `subjectAltName=${subjects}\nbasicConstraints=CA:FALSE\n`);
  await writeFile(file("ca.cnf"), "basicConstraints=critical,CA:TRUE\n");
  await run(
    ...["req", "-new", ...NEW_KEY, "-subj", "/CN=throw-away authority"],
    ...["-keyout", "ca-key.pem", "-out", "ca.csr"],
  );
  // Not `req -x509`, which makes none that has expired.
  await run(
    ...["x509", "-req", "-in", "ca.csr", "-signkey", "ca-key.pem"],
    ...["-days", String(authorityDays), "-extfile", "ca.cnf", "-out", "ca.pem"],
  );
  await run(
    "req",
    "-new",
    ...NEW_KEY,
    "-subj",
    "/CN=localhost",
    "-keyout",
    "server-key.pem",
    "-out",
    "server.csr",
  );
  await run(
    ...["x509", "-req", "-in", "server.csr", "-CA", "ca.pem", "-CAkey", "ca-key.pem", "-CAcreateserial"],
    ...["-days", String(VALID_DAYS), "-extfile", "san.cnf", "-out", "server.pem"],
  );
  await chmod(file("server-key.pem"), 0o600);
  return { caFile: file("ca.pem"), certificateFile: file("server.pem"), keyFile: file("server-key.pem") };
}
