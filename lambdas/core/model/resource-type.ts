import * as z from "zod";

/** ARN with a `{placeholder}` for each part that differs: `{partition}`, `{region}`, `{account}`, and CloudWatch dimensions by their names. */
const ArnPattern = z
  .string()
  .regex(
    /^arn:\{partition\}:[a-z0-9-]+:\{region\}:\{account\}:.*\{.+\}/,
    "an ARN such as arn:{partition}:es:{region}:{account}:domain/{DomainName}",
  );

/**
 * A kind of resource that needs no code: how it is found and told apart. `resource_id` is the pattern filled in; a part that CloudWatch
 * does not know, such as the UUID in the ARN of an MSK cluster, stays `*` in it, so that whoever finds the resource gives it the same id.
 */
export const ResourceTypeDefinition = z.strictObject({
  /** For people, such as `MSK (Kafka)`. */
  title: z.string().min(1),
  arn: ArnPattern,
  /** Dimensions of its metrics that are the same on each resource; `{account}` may stand in a value. */
  fixedDimensions: z.record(z.string(), z.string()),
  /** Type whose resource holds this one and passes its tags on: the one whose dimensions are among this one's. */
  partOf: z.string().nullable(),
  discovery: z
    .strictObject({
      /** Its name in the Resource Groups tagging API, which does not know what never had a tag; null: not asked. */
      taggedAs: z.string().min(1).nullable(),
      /** A metric whose dimensions in CloudWatch name every resource, tagged or not; null: not asked. */
      listedBy: z
        .strictObject({
          namespace: z.string().min(1),
          metricName: z.string().min(1),
          /** `3h`: a resource is gone when its metric is; `2w`: for what reports only while it is used. */
          within: z.enum(["3h", "2w"]),
        })
        .nullable(),
      /** Engine under which the RDS API lists its clusters; null: it does not. */
      rdsEngine: z.string().min(1).nullable(),
    })
    .refine(
      ({ taggedAs, listedBy, rdsEngine }) => taggedAs !== null || listedBy !== null || rdsEngine !== null,
      "give at least one of taggedAs, listedBy and rdsEngine",
    ),
});
export type ResourceTypeDefinition = z.infer<typeof ResourceTypeDefinition>;

/** The further types of a config by name. */
export type ResourceTypes = Readonly<Record<string, ResourceTypeDefinition>>;
