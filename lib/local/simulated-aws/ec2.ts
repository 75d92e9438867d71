import { randomUUID } from "node:crypto";
import {
  DescribeInstances$,
  DescribeInstanceTypes$,
  type Instance,
  type InstanceTypeInfo,
  type Reservation,
} from "@aws-sdk/client-ec2";
import type { EstateResource } from "#lib/local/estate/estate.ts";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import { type AwsCall, AwsError, type AwsService, type AwsWorld } from "./call.ts";
import { dateOf, describedResources, hostAndPort, tagList } from "./described-resources.ts";
import { pageOf } from "./page.ts";
import { formList, formOf, queryAction, xmlReply } from "./query-protocol.ts";
import { escapeXml, type OperationSchema, outputXml } from "./xml.ts";

const PAGE_LIMITS = { smallest: 5, largest: 1000, usual: 1000 };
const TYPE_PAGE_LIMITS = { smallest: 5, largest: 100, usual: 100 };
/** Instances are stopped and started now and then: LaunchTime tells of the last start, not of the creation. */
const RESTART_EVERY_SECONDS = 30 * 86_400;

/** EC2: DescribeInstances with paging and the `instance-state-name` filter, DescribeInstanceTypes by name. */
export function ec2Service(world: AwsWorld): AwsService {
  return {
    actionOf: queryAction,
    answer(call) {
      switch (call.action) {
        case "DescribeInstances":
          return describeInstances(world, call);
        case "DescribeInstanceTypes":
          return describeInstanceTypes(world, call);
        default:
          throw new AwsError("InvalidAction", `The action ${call.action} is not valid for this web service.`);
      }
    },
    error: ec2Error,
    throttleError: new AwsError("RequestLimitExceeded", "Request limit exceeded.", 503),
    denyError: new AwsError(
      "UnauthorizedOperation",
      "You are not authorized to perform this operation.",
      403,
    ),
  };
}

function describeInstances(world: AwsWorld, call: AwsCall): Reply {
  const form = formOf(call.request);
  const isWanted = instanceFilter(form);
  const instances = describedResources(world, call, "ec2")
    .map((resource) => instanceOf(resource, world.state.nowSeconds))
    .filter(isWanted);
  const page = pageOf(
    instances,
    { token: form.get("NextToken"), size: form.get("MaxResults") },
    PAGE_LIMITS,
    call,
  );
  const Reservations: Reservation[] = page.items.map((instance) => ({
    ReservationId: `r-${instance.InstanceId?.slice(2)}`,
    OwnerId: call.accountId,
    Instances: [instance],
  }));
  return ec2Reply(call, DescribeInstances$, { Reservations, NextToken: page.next ?? undefined });
}

function instanceFilter(form: URLSearchParams): (instance: Instance) => boolean {
  const states: string[] = [];
  for (let index = 1; form.has(`Filter.${index}.Name`); index++) {
    const name = form.get(`Filter.${index}.Name`);
    if (name !== "instance-state-name") {
      throw new AwsError("InvalidParameterValue", `The filter '${name}' is not simulated`);
    }
    states.push(...formList(form, `Filter.${index}.Value`));
  }
  return (instance) => states.length === 0 || states.includes(instance.State?.Name ?? "");
}

function instanceOf(resource: EstateResource, nowSeconds: number): Instance {
  const ageSeconds = nowSeconds - resource.createdAtSeconds;
  const launchedAtSeconds = nowSeconds - (ageSeconds % RESTART_EVERY_SECONDS);
  const endpoint = resource.endpoints[0];
  return {
    InstanceId: resource.dimensions.InstanceId ?? resource.resourceId.split("/").at(-1),
    InstanceType: instanceType(resource.instanceClass),
    State: { Code: 16, Name: "running" },
    // DescribeInstances says xen for Nitro too: only DescribeInstanceTypes tells them apart.
    Hypervisor: "xen",
    VirtualizationType: "hvm",
    Architecture: "x86_64",
    LaunchTime: dateOf(launchedAtSeconds),
    PrivateIpAddress: endpoint === undefined ? undefined : hostAndPort(endpoint).host,
    Placement: { AvailabilityZone: `${resource.region}a` },
    Monitoring: { State: "disabled" },
    RootDeviceName: "/dev/xvda",
    BlockDeviceMappings: [
      {
        DeviceName: "/dev/xvda",
        Ebs: {
          VolumeId: `vol-${resource.dimensions.InstanceId?.slice(2) ?? resource.name}`,
          Status: "attached",
          AttachTime: dateOf(resource.createdAtSeconds),
          DeleteOnTermination: true,
        },
      },
    ],
    Tags: instanceTags(resource),
  };
}

function describeInstanceTypes(world: AwsWorld, call: AwsCall): Reply {
  const form = formOf(call.request);
  const wanted = formList(form, "InstanceType");
  const byType = new Map(
    describedResources(world, call, "ec2").map((resource) => [resource.instanceClass ?? "", resource]),
  );
  const unknown = wanted.find((type) => !byType.has(type));
  if (unknown !== undefined) {
    throw new AwsError(
      "InvalidInstanceType",
      `The following supplied instance types do not exist: [${unknown}]`,
    );
  }
  const types: InstanceTypeInfo[] = [...byType]
    .filter(([type]) => wanted.length === 0 || wanted.includes(type))
    .map(([type, { traits }]) => ({
      InstanceType: instanceType(type),
      CurrentGeneration: true,
      BareMetal: false,
      Hypervisor: traits.includes("nitro") ? "nitro" : "xen",
      BurstablePerformanceSupported: traits.includes("burstable"),
    }));
  const asked = { token: form.get("NextToken"), size: form.get("MaxResults") };
  const page = pageOf(types, asked, TYPE_PAGE_LIMITS, call);
  return ec2Reply(call, DescribeInstanceTypes$, {
    InstanceTypes: page.items,
    NextToken: page.next ?? undefined,
  });
}

function instanceTags(resource: EstateResource): { Key: string; Value: string }[] {
  const tags = new Map(tagList(resource).map(({ Key, Value }) => [Key, Value]));
  if (!tags.has("Name")) {
    tags.set("Name", resource.name);
  }
  if (resource.groupId !== null) {
    tags.set("aws:autoscaling:groupName", resource.groupId);
  }
  return [...tags].map(([Key, Value]) => ({ Key, Value }));
}

/** The SDK's type lists the types of its day; on the wire it is any text. */
function instanceType(text: string | null): Instance["InstanceType"] {
  return (text ?? "m5.large") as Instance["InstanceType"];
}

function ec2Reply(call: AwsCall, operation: OperationSchema, output: object): Reply {
  return xmlReply(
    200,
    `<${call.action}Response xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>${randomUUID()}</requestId>` +
      `${outputXml(operation, output)}</${call.action}Response>`,
  );
}

function ec2Error(error: AwsError): Reply {
  return xmlReply(
    error.status,
    `<Response><Errors><Error><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error></Errors>` +
      `<RequestID>${randomUUID()}</RequestID></Response>`,
  );
}
