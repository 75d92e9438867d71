import { describe, expect, it } from "vitest";
import { UNSAMPLED_TRAIT } from "#core/model/sampling.ts";
import { coverageFacts } from "#stages/13b-morning-page/coverage-facts.ts";
import { anInstance, aResource, aScore, metric } from "../../support/pipeline-rows.ts";

const config = {
  leftOut: [],
  resourceTypes: {},
  metrics: {
    "ec2.cpu_utilization_pct": metric("ec2.cpu_utilization_pct"),
    "ec2.cpu_credit_balance": metric("ec2.cpu_credit_balance"),
  },
};
const [one, two] = [anInstance("one"), anInstance("two", { traits: [UNSAMPLED_TRAIT] })];
const row = (resourceId: string, name: string, verdict: "normal" | "no_data" | "learning") =>
  aScore({ resourceId, metric: name, verdict });

describe("coverage", () => {
  it("counts series by verdict, what does not exist, and what the sample leaves out", () => {
    const rows = [row(one.resourceId, "ec2.cpu_utilization_pct", "normal")];
    const { types } = coverageFacts([one, two], rows, config);
    // CPU credits exist on burstable instances only: `one` is none.
    expect(types).toMatchObject([
      { type: "ec2", resources: 2, verdicts: { normal: 1, no_data: 0 }, notApplicable: 1, excluded: 2 },
    ]);
  });

  it("counts what config does without beside what the sample leaves out", () => {
    const { types } = coverageFacts([one, two], [], { ...config, leftOut: ["ec2"] });
    expect(types).toMatchObject([{ notApplicable: 1, excluded: 2 + 1 }]);
  });

  it("names a resource that said nothing at all once, and others by their metric", () => {
    const ids = ["a", "b"].map((name) => anInstance(name).resourceId);
    const [silent = "", other = ""] = ids;
    const rows = [
      row(silent, "ec2.cpu_utilization_pct", "no_data"),
      row(silent, "ec2.cpu_credit_balance", "no_data"),
      row(other, "ec2.cpu_utilization_pct", "no_data"),
      row(other, "ec2.cpu_credit_balance", "normal"),
    ];
    const { gaps } = coverageFacts([anInstance("a"), anInstance("b")], rows, config);
    expect(gaps).toEqual([
      { metric: null, verdict: "no_data", count: 2, resources: ["a"], moreResources: 0 },
      { metric: "ec2.cpu_utilization_pct", verdict: "no_data", count: 1, resources: ["b"], moreResources: 0 },
    ]);
  });

  it("lists real gaps before series that only learn", () => {
    const rows = [
      ...["a", "b", "c"].map((name) => row(name, "ec2.cpu_utilization_pct", "learning")),
      row("d", "ec2.cpu_utilization_pct", "no_data"),
    ];
    expect(coverageFacts([], rows, config).gaps.map(({ verdict }) => verdict)).toEqual([
      "no_data",
      "learning",
    ]);
  });

  it("names resources that could not be asked for, and forgets those that are gone", () => {
    const resources = [
      aResource({ name: "late", status: "stale" }),
      aResource({ name: "gone", status: "gone" }),
    ];
    expect(coverageFacts(resources, [], config)).toMatchObject({
      stale: ["late"],
      types: [{ resources: 1 }],
    });
  });
});
