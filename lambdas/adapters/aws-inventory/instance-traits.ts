/**
 * Families on the Xen hypervisor; every later one is Nitro.
 *
 * @see https://docs.aws.amazon.com/ec2/latest/instancetypes/ec2-nitro-instances.html "Instances built on the Xen System"
 */
const PRE_NITRO_FAMILIES: ReadonlySet<string> = new Set([
  ...["m1", "m2", "m3", "m4", "t1", "t2"],
  ...["c1", "c3", "c4", "cc1", "cc2"],
  ...["r3", "r4", "x1", "x1e", "cr1"],
  ...["d2", "h1", "hs1", "hi1", "i2", "i3"],
  ...["f1", "g2", "g3", "g3s", "cg1", "p2", "p3"],
]);

/** T families have CPU credits and the metric for them; t1 has neither. */
const BURSTABLE_FAMILY = /^t[2-9]\d*[a-z]*$/;

/**
 * Traits of an EC2 instance that decide which metrics it has: `nitro` (EBS bytes per instance) and `burstable` (CPU credits).
 * `hypervisor` is believed when it says `nitro`; `xen` says nothing, because DescribeInstances answers it for Nitro too.
 *
 * @example instanceTraits("t3.micro", "xen") // ["nitro", "burstable"]
 */
export function instanceTraits(instanceType: string | undefined, hypervisor: string | undefined): string[] {
  const [family = "", size = ""] = (instanceType ?? "").split(".");
  const isKnown = family !== "";
  const isBareMetal = size.startsWith("metal");
  const isNitro = hypervisor === "nitro" || (isKnown && (isBareMetal || !PRE_NITRO_FAMILIES.has(family)));
  return [...(isNitro ? ["nitro"] : []), ...(BURSTABLE_FAMILY.test(family) ? ["burstable"] : [])];
}
