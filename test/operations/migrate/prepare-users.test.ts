import { describe, expect, it } from "vitest";
import type { UserRights, UserRole } from "#core/ports/database-users.ts";
import { prepareUsers } from "../../../lambdas/operations/migrate/prepare-users.ts";

function world(rights: Partial<Record<UserRole, Partial<UserRights>>>) {
  const created: string[] = [];
  const ports = {
    loginOf: async (role: UserRole) =>
      rights[role] === undefined ? null : { username: `infra_${role}`, password: "secret" },
    users: {
      create: async (role: UserRole) => void created.push(role),
      check: async (role: UserRole) => ({ missing: [], excess: [], ...rights[role] }),
    },
  };
  return { created, ports };
}

describe("preparing the database's users", () => {
  it("makes those whose secrets config names, and says so", async () => {
    const { created, ports } = world({ writer: {}, reader: {} });
    await expect(prepareUsers(true, ports)).resolves.toBe(
      "infra_writer (writer) has its rights; infra_reader (reader) has its rights",
    );
    expect(created).toEqual(["writer", "reader"]);
  });

  it("makes none where the team manages them, and none where config names none", async () => {
    const { created, ports } = world({ writer: {} });
    await prepareUsers(false, ports);
    expect(created).toEqual([]);
    await expect(prepareUsers(true, world({}).ports)).resolves.toBe("");
  });

  it("stops the deployment in one sentence where one cannot do its work", async () => {
    const { ports } = world({
      writer: { missing: ["DELETE on infra_metric_daily", "UPDATE on infra_run_lease"] },
    });
    await expect(prepareUsers(false, ports)).rejects.toMatchObject({
      name: "AccessDenied",
      message:
        "database user infra_writer (writer) lacks DELETE on infra_metric_daily, UPDATE on infra_run_lease: grant it, or let the " +
        "migration do it by deployment.databaseUsers.areCreated",
    });
  });

  it("goes on where one may do more, and says what", async () => {
    const { ports } = world({ reader: { excess: ["SELECT on test.infra_run_lease"] } });
    await expect(prepareUsers(false, ports)).resolves.toBe(
      "infra_reader (reader) may do more than its role: SELECT on test.infra_run_lease",
    );
  });
});
