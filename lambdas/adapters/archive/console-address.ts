/** Hosts of the console by the beginning of the region's name; each partition of AWS has its own. */
const CONSOLES: readonly (readonly [string, string])[] = [
  ["cn-", "console.amazonaws.cn"],
  ["us-gov-", "console.amazonaws-us-gov.com"],
];

/**
 * Address of an object in the S3 console. It needs a login, and an object is opened there by a button: nothing is public.
 * @example consoleAddress({ bucket: "b", region: "us-east-1", key: "runs/r1/x.html" })
 * // "https://us-east-1.console.aws.amazon.com/s3/object/b?region=us-east-1&prefix=runs%2Fr1%2Fx.html"
 */
export function consoleAddress(object: {
  readonly bucket: string;
  readonly region: string;
  readonly key: string;
}): string {
  const { bucket, region, key } = object;
  const host = CONSOLES.find(([prefix]) => region.startsWith(prefix))?.[1] ?? "console.aws.amazon.com";
  return `https://${region}.${host}/s3/object/${bucket}?region=${region}&prefix=${encodeURIComponent(key)}`;
}
