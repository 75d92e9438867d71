import fc from "fast-check";
import { describe, expect, it } from "vitest";
import { arnOf, dimensionsInArn, metricDimensions, patternDimensions } from "#core/collect/arn-pattern.ts";
import { SHIPPED } from "../../support/pipeline-rows.ts";

const PLACE = { partition: "aws", region: "us-east-1", accountId: "111111111111" };
const MSK = "arn:{partition}:kafka:{region}:{account}:cluster/{Cluster Name}/*";
const DOMAIN = "arn:{partition}:es:{region}:{account}:domain/{DomainName}";
const BALANCER = "arn:{partition}:elasticloadbalancing:{region}:{account}:loadbalancer/{LoadBalancer}";

describe("an ARN pattern", () => {
  it("names the dimensions of its type", () => {
    expect(patternDimensions(MSK)).toEqual(["Cluster Name"]);
  });

  // The ARNs are those of the service authorization reference.
  it.each([
    [DOMAIN, "arn:aws:es:us-east-1:111111111111:domain/logs", { DomainName: "logs" }],
    [MSK, "arn:aws:kafka:us-east-1:111111111111:cluster/orders/0f3a-11", { "Cluster Name": "orders" }],
    [
      BALANCER,
      "arn:aws-cn:elasticloadbalancing:cn-north-1:1:loadbalancer/app/shop/50dc6c495c0c9188",
      { LoadBalancer: "app/shop/50dc6c495c0c9188" },
    ],
  ])("reads %s", (pattern, arn, dimensions) => {
    expect(dimensionsInArn(pattern, arn)).toEqual(dimensions);
  });

  it.each([
    ["of another service", "arn:aws:s3:us-east-1:111111111111:domain/logs"],
    ["that only begins alike", "arn:aws:es:us-east-1:111111111111:domain/"],
    ["whose dots are other characters", "arn:aws:esX:us-east-1:111111111111:domain/logs"],
  ])("refuses an ARN %s", (_, arn) => {
    expect(dimensionsInArn(DOMAIN, arn)).toBeNull();
  });

  it("keeps what no metric carries as *, so that tag and metric give one id", () => {
    expect(arnOf(MSK, PLACE, { "Cluster Name": "orders" })).toBe(
      "arn:aws:kafka:us-east-1:111111111111:cluster/orders/*",
    );
    expect(arnOf(MSK, PLACE, {})).toBeNull();
  });

  it("finds in the ids that it makes what they were made from", () => {
    const word = fc.stringMatching(/^[A-Za-z0-9-]{1,20}$/);
    fc.assert(
      fc.property(fc.constantFrom(...Object.values(SHIPPED.resourceTypes)), word, word, (type, a, b) => {
        const values = Object.fromEntries(
          patternDimensions(type.arn).map((name, index) => [name, index === 0 ? a : b]),
        );
        expect(dimensionsInArn(type.arn, arnOf(type.arn, PLACE, values) ?? "")).toEqual(values);
      }),
      { seed: 1 },
    );
  });

  it("adds the dimensions that are the same on each resource", () => {
    expect(
      metricDimensions({ fixedDimensions: { ClientId: "{account}" } }, PLACE, { DomainName: "logs" }),
    ).toEqual({ DomainName: "logs", ClientId: "111111111111" });
  });
});
