import { Stack } from "aws-cdk-lib";
import { Bucket } from "aws-cdk-lib/aws-s3";
import { AwsSolutionsChecks } from "cdk-nag";
import { beforeAll, describe, expect, it } from "vitest";
import { MemberAccountStack } from "#lib/aws/member-account-stack.ts";
import { placeholderStack } from "#lib/local/state-machine/definition.ts";
import { PLACEHOLDER_CONFIG } from "#lib/local/state-machine/placeholder-config.ts";
import { scratchApp } from "#lib/local/state-machine/scratch-app.ts";
import { ACKNOWLEDGEMENTS } from "./acknowledgements.ts";

interface Finding {
  readonly rule: string;
  readonly path: string;
}

function findingsOf(stack: Stack): Finding[] {
  const { violations } = new AwsSolutionsChecks().validateScope(stack.node.root);
  return violations.flatMap(({ ruleName, violatingResources }) =>
    violatingResources.map(({ constructPath = "" }) => ({ rule: ruleName, path: constructPath })),
  );
}

const isAcknowledged = ({ rule, path }: Finding) =>
  ACKNOWLEDGEMENTS.some((known) => known.rule.test(rule) && known.path.test(path));

describe("cdk-nag's AwsSolutions", () => {
  let findings: readonly Finding[] = [];
  beforeAll(() => {
    findings = findingsOf(placeholderStack());
  });

  it("finds nothing in the pipeline but what is acknowledged with a reason", () => {
    expect(findings.filter((finding) => !isAcknowledged(finding))).toEqual([]);
  });

  it("leaves six acknowledgements, each still needed", () => {
    expect(ACKNOWLEDGEMENTS).toHaveLength(6);
    for (const { rule, path, reason } of ACKNOWLEDGEMENTS) {
      expect(findings.some((finding) => rule.test(finding.rule) && path.test(finding.path))).toBe(true);
      expect(reason.length).toBeGreaterThan(20);
    }
  });

  it("finds nothing more where the stack makes the VPC itself, by NAT or by endpoints", () => {
    for (const through of ["nat", "endpoints"] as const) {
      const { deployment } = PLACEHOLDER_CONFIG;
      const network = {
        ...deployment.network,
        vpc: { kind: "new", cidr: "10.9.0.0/16" } as const,
        s3: { through, to: "pl-63a5400a" },
        secretsManager: { through, to: through === "nat" ? "0.0.0.0/0" : null },
      };
      const stack = placeholderStack({ ...PLACEHOLDER_CONFIG, deployment: { ...deployment, network } });
      expect(findingsOf(stack).filter((finding) => !isAcknowledged(finding))).toEqual([]);
    }
  });

  it("finds nothing in a watched account but that describing knows no resources", () => {
    const stack = new MemberAccountStack(scratchApp(), "Member", {
      pipelineStackName: "InfraMonitoring-prod",
    });
    expect(findingsOf(stack)).toEqual([
      { rule: "AwsSolutions-IAM5[Resource::*]", path: "Member/Role/Resource" },
    ]);
  });

  it("would find a bucket without any care", () => {
    const stack = new Stack(scratchApp(), "Careless");
    new Bucket(stack, "Open");
    expect(findingsOf(stack).map(({ rule }) => rule)).toContain("AwsSolutions-S10");
  });
});
