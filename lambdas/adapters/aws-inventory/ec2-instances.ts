import { DescribeInstancesCommand, type EC2Client } from "@aws-sdk/client-ec2";
import * as z from "zod";
import type { DescribedResource } from "#core/ports/cloud-inventory.ts";
import { allPages } from "./all-pages.ts";
import {
  earliestDay,
  type Found,
  ownerOf,
  type Place,
  parseItems,
  partitionOf,
  TagList,
  tagsOf,
} from "./described.ts";
import { instanceTraits } from "./instance-traits.ts";
import type { RegionCalls } from "./region-calls.ts";

const PAGE_SIZE = 1000;

/** Every state but those of an instance that is gone. */
const LIVING_STATES = ["pending", "running", "stopping", "stopped"];

const AUTO_SCALING_GROUP_TAG = "aws:autoscaling:groupName";

const Instance = z.object({
  InstanceId: z.string().min(1),
  InstanceType: z.string().min(1).optional(),
  Hypervisor: z.string().optional(),
  LaunchTime: z.date().optional(),
  BlockDeviceMappings: z
    .array(z.object({ Ebs: z.object({ AttachTime: z.date().optional() }).optional() }))
    .optional(),
  Tags: TagList.optional(),
});
type Instance = z.infer<typeof Instance>;

function toResource(instance: Instance, { accountId, region }: Place): DescribedResource {
  const { InstanceId, InstanceType, Hypervisor } = instance;
  const tags = tagsOf(instance.Tags);
  const attachTimes = (instance.BlockDeviceMappings ?? []).map(({ Ebs }) => Ebs?.AttachTime);
  return {
    resourceId: `arn:${partitionOf(region)}:ec2:${region}:${accountId}:instance/${InstanceId}`,
    type: "ec2",
    accountId,
    region,
    name: tags.Name?.trim() || InstanceId,
    engine: null,
    instanceClass: InstanceType ?? null,
    dimensions: { InstanceId },
    endpoints: [],
    tags,
    owner: ownerOf(tags),
    traits: instanceTraits(InstanceType, Hypervisor),
    groupId: tags[AUTO_SCALING_GROUP_TAG] ?? null,
    // LaunchTime moves at each start; a volume's attachment does not.
    createdOn: earliestDay(...attachTimes, instance.LaunchTime),
  };
}

/** Instances as resources; pure. */
export function instancesToResources(instances: readonly unknown[], place: Place): Found {
  const { parsed, warnings } = parseItems(Instance, instances, "EC2 instance");
  return { resources: parsed.map((instance) => toResource(instance, place)), warnings };
}

/** Every instance of the region that is not terminated. */
export async function ec2Instances(client: EC2Client, calls: RegionCalls): Promise<Found> {
  const instances = await allPages(calls, {
    action: "ec2:DescribeInstances",
    fetch: (NextToken) =>
      client.send(
        new DescribeInstancesCommand({
          NextToken,
          MaxResults: PAGE_SIZE,
          Filters: [{ Name: "instance-state-name", Values: LIVING_STATES }],
        }),
      ),
    itemsOf: (page) => page.Reservations?.flatMap(({ Instances }) => Instances ?? []),
    tokenOf: (page) => page.NextToken || undefined,
  });
  return instancesToResources(instances, calls);
}
