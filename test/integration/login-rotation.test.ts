import { afterAll, beforeAll, describe, expect, it, vi } from "vitest";
import { inReading, inTransaction } from "#adapters/mysql/transaction.ts";
import { closeStores, databaseOf, storesOf } from "#runtime/connections/stores.ts";
import { readEnvironment } from "#runtime/environment.ts";
import { freshDatabase, startTestServer, type TestDatabase } from "../adapters/mysql/test-database.ts";
import { type AwsSimulation, startSimulation } from "../local/simulated-aws/simulation.ts";

const server = await startTestServer();

describe.skipIf(server === undefined)("a rotation of the database's login while a function is warm", () => {
  let simulation: AwsSimulation;
  let test: TestDatabase;
  let loginCount = 0;

  beforeAll(async () => {
    simulation = await startSimulation();
    test = await freshDatabase(server);
    vi.stubEnv("AWS_ENDPOINT_URL", simulation.url);
    vi.stubEnv("AWS_REGION", "us-east-1");
    vi.stubEnv("AWS_ACCESS_KEY_ID", "ASIA111111111111XXXX");
    vi.stubEnv("AWS_SECRET_ACCESS_KEY", "simulated");
  });
  afterAll(async () => {
    await closeStores();
    vi.unstubAllEnvs();
    await test?.close();
    await simulation?.stop();
    await server?.stop();
  });

  /** A login of its own with its secret; `fetches` counts the secret's readings from now on. */
  async function rotatingLogin() {
    loginCount += 1;
    const username = `rotating_${process.pid}_${loginCount}`;
    const url = new URL(test.url);
    const schema = url.pathname.slice(1);
    const arn = `arn:aws:secretsmanager:us-east-1:111111111111:secret:${username}`;
    const keep = (password: string) =>
      simulation.state.secrets.set(
        arn,
        JSON.stringify({ host: url.hostname, port: Number(url.port), username, password, dbname: schema }),
      );
    await test.sql(`CREATE USER '${username}'@'%' IDENTIFIED BY 'first-password'`);
    await test.sql(`GRANT ALL ON ${schema}.* TO '${username}'@'%'`);
    keep("first-password");
    simulation.state.callCounts.clear();
    vi.stubEnv("DATABASE_SECRET_ARN", arn);
    return {
      environment: readEnvironment(),
      keep,
      changeInDatabase: (password: string) =>
        test.sql(`ALTER USER '${username}'@'%' IDENTIFIED BY '${password}'`),
      fetches: () => simulation.state.callCounts.get("secretsmanager.GetSecretValue") ?? 0,
      drop: () => test.sql(`DROP USER '${username}'@'%'`),
    };
  }

  const user = "SELECT SUBSTRING_INDEX(CURRENT_USER(), '@', 1)";

  it("leaves an open connection alone; the next one reads the secret once more and works", async () => {
    const login = await rotatingLogin();
    const database = await databaseOf(login.environment);
    await inTransaction(database, "holding a connection open", async (held) => {
      expect(login.fetches()).toBe(1);
      await login.changeInDatabase("second-password");
      login.keep("second-password");
      const beside = await inReading(database, "connecting", (session) => session.arrays(user));
      expect(login.fetches()).toBe(2);
      expect(await held.arrays(user)).toEqual(beside);
      await held.run("UPDATE infra_run_lease SET epoch = 7");
    });
    await inReading(database, "connecting again", (session) => session.arrays(user));
    expect(login.fetches()).toBe(2);
    expect(await test.sql("SELECT epoch FROM infra_run_lease")).toEqual([{ epoch: 7 }]);
    await database.pool.end();
    await login.drop();
  });

  it("serves connections that are refused at the same time, each with one further reading at most", async () => {
    const login = await rotatingLogin();
    const database = await databaseOf(login.environment);
    await login.changeInDatabase("second-password");
    login.keep("second-password");
    const ask = () => inReading(database, "connecting", (session) => session.arrays("SELECT 1, SLEEP(0.05)"));
    expect(await Promise.all([ask(), ask()])).toEqual([[[1, 0]], [[1, 0]]]);
    expect(login.fetches()).toBeLessThanOrEqual(1 + 2);
    await database.pool.end();
    await login.drop();
  });

  it("reaches the stores that a stage already holds", async () => {
    const login = await rotatingLogin();
    const stores = await storesOf(login.environment);
    await login.changeInDatabase("second-password");
    login.keep("second-password");
    expect(await stores.inventory.readAll()).toEqual([]);
    expect(login.fetches()).toBe(2);
    await login.drop();
  });

  it("is AccessDenied after one further reading while the secret still has the old password", async () => {
    const login = await rotatingLogin();
    const database = await databaseOf(login.environment);
    await login.changeInDatabase("second-password");
    const ask = () => inReading(database, "connecting", (session) => session.arrays("SELECT 1"));
    await expect(ask()).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.not.stringMatching(/first-password|second-password/),
    });
    expect(login.fetches()).toBe(2);
    login.keep("second-password");
    expect(await ask()).toEqual([[1]]);
    expect(login.fetches()).toBe(3);
    await database.pool.end();
    await login.drop();
  });

  it("says that the secret cannot be read where the login is refused and the secret too", async () => {
    const login = await rotatingLogin();
    const database = await databaseOf(login.environment);
    await login.changeInDatabase("second-password");
    simulation.state.faults.set([{ service: "secretsmanager", kind: "deny" }]);
    const asked = inReading(database, "connecting", (session) => session.arrays("SELECT 1"));
    await expect(asked).rejects.toMatchObject({
      name: "AccessDenied",
      message: expect.stringMatching(/^secret arn:.* cannot be read/),
    });
    simulation.state.faults.set([]);
    await database.pool.end();
    await login.drop();
  });
});
