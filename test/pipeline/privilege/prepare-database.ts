import type { Connection } from "mysql2/promise";
import type { TestServer } from "../../adapters/mysql/test-database.ts";
import { secretArn } from "./deployed.ts";

const DATABASE = `least_${process.pid}`;

/** An empty database and a login for the migration; everything else is the migration's to make. @returns the secrets by ARN */
export async function prepareDatabase(
  admin: Connection,
  server: TestServer,
  gatewayToken: string,
): Promise<Record<string, string>> {
  await admin.query(`
    CREATE DATABASE ${DATABASE};
    CREATE USER migrator IDENTIFIED BY 'migrator';
    GRANT ALL PRIVILEGES ON ${DATABASE}.* TO migrator WITH GRANT OPTION;
    GRANT CREATE USER ON *.* TO migrator;
    USE ${DATABASE}`);
  const login = (username: string) =>
    JSON.stringify({
      ...{ host: "127.0.0.1", port: server.port, dbname: DATABASE },
      ...{ username, password: username },
    });
  return {
    [secretArn("migration")]: login("migrator"),
    [secretArn("database")]: login("infra_writer"),
    [secretArn("pruner")]: login("infra_pruner"),
    [secretArn("grafana")]: login("infra_grafana"),
    [secretArn("prometheus")]: JSON.stringify({ token: "prometheus" }),
    [secretArn("gateway")]: JSON.stringify({ token: gatewayToken }),
  };
}
