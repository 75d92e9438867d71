import { type FleetDays, type FleetMember, hexOf, pick, usualCreation } from "./fleet-member.ts";
import { keyOf } from "./hash-noise.ts";
import { PRODUCTION_ACCOUNT, SERVICES, type Service } from "./services.ts";

const CLASSES = [
  "m5.large",
  "m5.xlarge",
  "c5.xlarge",
  "c5.2xlarge",
  "r5.large",
  "m6i.large",
  "t3.small",
  "t3.medium",
  "t3.large",
  "m4.large",
  "c4.xlarge",
  "t2.small",
  "t2.medium",
];
/** Families on the old Xen hypervisor; they send no EBS metrics. */
const XEN_FAMILIES = ["m4", "c4", "t2"];
/** Smaller services are single machines that nobody scales. */
const SMALLEST_SCALED_SERVICE = 8;

/** The 233 instances: every service's, scaled ones in an Auto Scaling group, every fourth production one of those in us-west-2. */
export function ec2Members(days: FleetDays): FleetMember[] {
  return SERVICES.flatMap((service) =>
    Array.from({ length: service.instances }, (_, index) => ec2Member(service, index, days)),
  );
}

function ec2Member(service: Service, index: number, days: FleetDays): FleetMember {
  const isScaled = service.instances >= SMALLEST_SCALED_SERVICE;
  const isWest = isScaled && service.accountId === PRODUCTION_ACCOUNT && index % 4 === 3;
  const region = isWest ? "us-west-2" : "us-east-1";
  const name = `${service.name}-${String(index + 1).padStart(2, "0")}`;
  const key = keyOf(`ec2 ${name}`);
  const instanceId = `i-0${hexOf(key, 16)}`;
  const instanceClass = isScaled ? pick(CLASSES, keyOf(`${service.name} ${region}`)) : pick(CLASSES, key);
  const environment = index === service.instances - 1 && isScaled ? "staging" : "production";
  const group = isScaled ? `asg-${service.name}-${environment}-${region}` : null;
  return {
    service,
    resource: {
      resourceId: `arn:aws:ec2:${region}:${service.accountId}:instance/${instanceId}`,
      type: "ec2",
      accountId: service.accountId,
      region,
      name,
      engine: null,
      instanceClass,
      dimensions: { InstanceId: instanceId },
      endpoints: [],
      tags: {
        Name: name,
        Owner: service.team,
        Environment: environment,
        Service: service.name,
        ...(group === null ? {} : { "aws:autoscaling:groupName": group }),
      },
      owner: service.team,
      traits: traitsOf(instanceClass),
      groupId: group,
      createdAtSeconds: usualCreation(key, days),
      deletedOn: null,
      gatewaySourceId: null,
      prometheusInstance: null,
    },
  };
}

function traitsOf(instanceClass: string): string[] {
  const family = instanceClass.split(".")[0] ?? "";
  return [
    ...(XEN_FAMILIES.includes(family) ? [] : ["nitro"]),
    ...(family.startsWith("t") ? ["burstable"] : []),
  ];
}
