import { describe, expect, it } from "vitest";
import { messageAttributes } from "#core/alerting/message-attributes.ts";
import { anAlert, aResource } from "../../support/pipeline-rows.ts";

const known = (...resources: readonly ReturnType<typeof aResource>[]) => ({
  alerts: [anAlert({ resourceId: "critical" }), anAlert({ resourceId: "r0", severity: "warning" })],
  resources: new Map(resources.map((resource) => [resource.resourceId, resource])),
});
const told = (...ids: readonly string[]) => ids.map((resourceId) => anAlert({ resourceId }));

describe("message attributes", () => {
  it("are kind, worst severity, and each owner and account once", () => {
    const world = known(
      aResource({ resourceId: "r0", owner: "a@example.com" }),
      aResource({ resourceId: "critical", owner: "b", accountId: "222222222222" }),
      aResource({ resourceId: "more", owner: "b" }),
    );
    expect(messageAttributes({ kind: "daily", told: told("r0", "critical", "more") }, world)).toEqual({
      kind: "daily",
      severity: "critical",
      owner: '["a@example.com","b"]',
      account: '["111111111111","222222222222"]',
    });
    expect(messageAttributes({ kind: "daily", told: told("r0") }, world).severity).toBe("warning");
  });

  it("are `none` where nobody is concerned: SNS takes no empty value", () => {
    const none = { severity: "none", owner: '["none"]', account: '["none"]' };
    expect(messageAttributes({ kind: "heartbeat", told: [] }, known())).toMatchObject(none);
    expect(messageAttributes({ kind: "daily", told: told("gone") }, known()).owner).toBe('["none"]');
  });

  it("hold no control character and half a character, and at most 25 owners and `others`", () => {
    const odd = aResource({ resourceId: "r0", owner: "a\nb\u0000\ud800" });
    expect(messageAttributes({ kind: "daily", told: told("r0") }, known(odd)).owner).toBe('["a b \ufffd"]');
    const owners = (count: number) => {
      const ids = Array.from({ length: count }, (_, index) => `o${index}`);
      const resources = ids.map((resourceId) => aResource({ resourceId, owner: resourceId }));
      const owner: unknown = JSON.parse(
        messageAttributes({ kind: "digest", told: told(...ids) }, known(...resources)).owner,
      );
      return Array.isArray(owner) ? [owner.length, owner.at(-1)] : [];
    };
    expect([owners(25), owners(26)]).toEqual([
      [25, "o24"],
      [26, "others"],
    ]);
  });
});
