import { describe, expect, it } from "vitest";
import { instancesToResources } from "#adapters/aws-inventory/ec2-instances.ts";
import { instanceTraits } from "#adapters/aws-inventory/instance-traits.ts";

const place = { accountId: "1", region: "cn-north-1" };

describe("instancesToResources", () => {
  it("takes the oldest attachment as the first evidence, because LaunchTime moves at each start", () => {
    const { resources } = instancesToResources(
      [
        {
          InstanceId: "i-1",
          LaunchTime: new Date("2026-11-01T00:00:00Z"),
          BlockDeviceMappings: [
            { Ebs: { AttachTime: new Date("2026-05-02T23:59:59Z") } },
            { Ebs: { AttachTime: new Date("2026-06-01T00:00:00Z") } },
          ],
        },
        { InstanceId: "i-2", LaunchTime: new Date("2026-11-01T00:00:00Z") },
        { InstanceId: "i-3" },
      ],
      place,
    );
    expect(resources.map(({ createdOn }) => createdOn)).toEqual(["2026-05-02", "2026-11-01", null]);
  });

  it("names an instance by its Name tag, else by its id, and finds owner and Auto Scaling group", () => {
    const { resources } = instancesToResources(
      [
        {
          InstanceId: "i-1",
          Tags: [
            { Key: "Name", Value: " web 1 " },
            { Key: "team", Value: "core" },
            { Key: "aws:autoscaling:groupName", Value: "web" },
          ],
        },
        { InstanceId: "i-2", Tags: [{ Key: "Name", Value: " " }] },
      ],
      place,
    );
    expect(resources[0]).toMatchObject({
      resourceId: "arn:aws-cn:ec2:cn-north-1:1:instance/i-1",
      name: "web 1",
      owner: "core",
      groupId: "web",
    });
    expect(resources[1]).toMatchObject({ name: "i-2", owner: null, groupId: null });
  });

  it("leaves out an instance of an unknown shape and says where", () => {
    const { resources, warnings } = instancesToResources(
      [{ InstanceType: "m5.large" }, { InstanceId: "i-2" }],
      place,
    );
    expect(resources).toHaveLength(1);
    expect(warnings).toEqual(["EC2 instance 1 of 2 left out: unknown shape at InstanceId"]);
  });
});

describe("instanceTraits", () => {
  // AWS: "Instances built on the Nitro System"; T2 is Xen and burstable, T1 has no CPU credit metric.
  it.each([
    ["m5.large", ["nitro"]],
    ["t3.micro", ["nitro", "burstable"]],
    ["t4g.small", ["nitro", "burstable"]],
    ["t2.micro", ["burstable"]],
    ["t1.micro", []],
    ["m4.large", []],
    ["i3.large", []],
    ["i3.metal", ["nitro"]],
    ["p3dn.24xlarge", ["nitro"]],
    ["trn1.2xlarge", ["nitro"]],
    ["m9x.large", ["nitro"]],
  ])("%s has %j", (instanceType, traits) => {
    expect(instanceTraits(instanceType, "xen")).toEqual(traits);
  });

  it("believes a hypervisor that says nitro, and assumes nothing of an unknown type", () => {
    expect(instanceTraits(undefined, "nitro")).toEqual(["nitro"]);
    expect(instanceTraits(undefined, "xen")).toEqual([]);
  });
});
