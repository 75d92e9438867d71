import { lookup as dnsLookup } from "node:dns/promises";
import { BlockList, isIP } from "node:net";
import { StageError } from "#core/model/stage-error.ts";

/** What may be behind the address of Prometheus. */
export interface UrlRules {
  /** True on a laptop. In a Lambda, loopback is the runtime's own API. Default false. */
  readonly allowLoopback?: boolean;
}

/** Addresses of a host name; injected in tests. */
export type Resolve = (hostname: string) => Promise<readonly string[]>;

const LOOPBACK = blockList([
  ["127.0.0.0", 8, "ipv4"],
  ["::1", 128, "ipv6"],
]);
/** Instance metadata and link-local neighbours, "this host", multicast and broadcast: no Prometheus lives there. */
const FORBIDDEN = blockList([
  ["169.254.0.0", 16, "ipv4"],
  ["0.0.0.0", 8, "ipv4"],
  ["224.0.0.0", 3, "ipv4"],
  ["fe80::", 10, "ipv6"],
  ["fd00:ec2::", 32, "ipv6"],
  ["::", 128, "ipv6"],
  ["ff00::", 8, "ipv6"],
  // The same IPv4 networks behind NAT64; IPv4-mapped addresses are known to BlockList itself.
  ["64:ff9b::a9fe:0", 112, "ipv6"],
  ["64:ff9b::7f00:0", 104, "ipv6"],
  ["64:ff9b::", 104, "ipv6"],
  // Other ways of holding an IPv4 address, none of which AWS routes: a local NAT64, 6to4, Teredo, IPv4-translated.
  ["64:ff9b:1::", 48, "ipv6"],
  ["2002::", 16, "ipv6"],
  ["2001::", 32, "ipv6"],
  ["::ffff:0:0:0", 96, "ipv6"],
]);
// IPv4-compatible ones lie beside the loopback address.
FORBIDDEN.addRange("::2", "::ffff:ffff", "ipv6");

/**
 * The address from the deployment as a URL, if it is one that may be asked: http or https, without user, password, query or fragment, and not
 * an IP literal of a forbidden network in any notation (`http://2852039166/` is 169.254.169.254).
 *
 * @throws StageError EnvironmentInvalid; the message never holds the URL's user or password
 */
export function parseUrl(text: string, rules: UrlRules = {}): URL {
  const url = URL.canParse(text) ? new URL(text) : null;
  if (url === null || (url.protocol !== "http:" && url.protocol !== "https:")) {
    throw refused("must be http://host:port or https://host:port");
  }
  if (url.username !== "" || url.password !== "") {
    throw refused("must not hold a user or password: put them into the secret");
  }
  if (url.search !== "" || url.hash !== "") {
    throw refused("must not hold a query or fragment");
  }
  const literal = addressOf(url);
  if (isIP(literal) !== 0) {
    checkAddress(literal, url.hostname, rules);
  }
  return url;
}

/**
 * {@link parseUrl}, and every address that the host name stands for now is checked too. To be called when something is deployed or
 * connected for a check; {@link checkedLookup} does the same at each connection.
 *
 * @throws StageError EnvironmentInvalid, also if the name has no address
 */
export async function checkUrl(
  text: string,
  rules: UrlRules = {},
  resolve: Resolve = resolveAll,
): Promise<URL> {
  const url = parseUrl(text, rules);
  const addresses = isIP(addressOf(url)) !== 0 ? [] : await resolve(url.hostname).catch(() => null);
  if (addresses === null) {
    throw refused(`names a host without an address: ${url.hostname}`);
  }
  for (const address of addresses) {
    checkAddress(address, url.hostname, rules);
  }
  return url;
}

/** A DNS look-up for connections that hands out checked addresses only, so a name cannot change its meaning after the check. */
export function checkedLookup(
  rules: UrlRules,
  resolve: Resolve = resolveAll,
): (hostname: string) => Promise<{ address: string; family: 4 | 6 }> {
  return async (hostname) => {
    const [first, ...others] = await resolve(hostname);
    if (first === undefined) {
      throw refused(`names a host without an address: ${hostname}`);
    }
    for (const address of [first, ...others]) {
      checkAddress(address, hostname, rules);
    }
    return { address: first, family: isIP(first) === 6 ? 6 : 4 };
  };
}

function checkAddress(address: string, hostname: string, rules: UrlRules): void {
  const version = isIP(address) === 6 ? "ipv6" : "ipv4";
  const isLoopback = LOOPBACK.check(address, version);
  const isForbidden = FORBIDDEN.check(address, version);
  if (isForbidden || (isLoopback && rules.allowLoopback !== true)) {
    throw refused(`leads to ${address} (${hostname}), which no monitoring server may have`);
  }
}

function addressOf(url: URL): string {
  return url.hostname.replace(/^\[(.*)\]$/, "$1");
}

async function resolveAll(hostname: string): Promise<readonly string[]> {
  const found = await dnsLookup(hostname, { all: true });
  return found.map(({ address }) => address);
}

function refused(what: string): StageError {
  return new StageError("EnvironmentInvalid", `The address of Prometheus ${what}`);
}

function blockList(subnets: readonly (readonly [string, number, "ipv4" | "ipv6"])[]): BlockList {
  const list = new BlockList();
  for (const [network, prefix, version] of subnets) {
    list.addSubnet(network, prefix, version);
  }
  return list;
}
