import { DATABASE_CLASSES } from "./capacity.ts";
import { type FleetDays, type FleetMember, hexOf, pick, usualCreation } from "./fleet-member.ts";
import { keyOf } from "./hash-noise.ts";
import { type Service, serviceNamed } from "./services.ts";

interface DatabasePlan {
  readonly name: string;
  readonly serviceName: string;
  readonly engine: string;
  /** The source's name, on a read replica. */
  readonly replicaOf: string | null;
}

const MYSQL = `order-api menu-api payment-gateway coupon-engine pos-sync store-ops kitchen-display inventory supply-chain
 delivery-dispatch notification identity cms crm hr-portal fraud-detect loyalty-api mobile-bff airflow reporting`;
const MARIADB = "web-storefront store-ops";
const POSTGRES = `pricing search recommendation ml-features demand-forecast warehouse-etl identity fraud-detect
 delivery-dispatch ci-runner log-shipper reporting`;
const AURORA_MYSQL = `order-api loyalty-api payment-gateway mobile-bff coupon-engine inventory pos-sync menu-api notification
 web-storefront kitchen-display search`;
const AURORA_POSTGRESQL =
  "supply-chain pricing fraud-detect recommendation crm reporting delivery-dispatch demand-forecast";
const MYSQL_REPLICAS = "order-api menu-api payment-gateway inventory pos-sync";
const POSTGRES_REPLICAS = "pricing search warehouse-etl";

/** Databases that serve the shops of the west. */
const WESTERN = ["search-aurora", "kitchen-display-mysql", "pos-sync-aurora"];

const SUFFIXES: Record<string, string> = {
  mysql: "mysql",
  mariadb: "mariadb",
  postgres: "pg",
  "aurora-mysql": "aurora",
  "aurora-postgresql": "aurora-pg",
};

function plans(services: string, engine: string): DatabasePlan[] {
  return services.split(/\s+/).map((serviceName) => ({
    name: `${serviceName}-${SUFFIXES[engine]}`,
    serviceName,
    engine,
    replicaOf: null,
  }));
}

function replicas(services: string, engine: string): DatabasePlan[] {
  return plans(services, engine).map((plan) => ({
    ...plan,
    name: `${plan.name}-replica`,
    replicaOf: plan.name,
  }));
}

/** The 62 databases: 54 primaries and Aurora clusters (a cluster is one resource, read by its writer), and 8 read replicas. */
export function rdsMembers(days: FleetDays): FleetMember[] {
  const all = [
    ...plans(MYSQL, "mysql"),
    ...plans(MARIADB, "mariadb"),
    ...plans(POSTGRES, "postgres"),
    ...plans(AURORA_MYSQL, "aurora-mysql"),
    ...plans(AURORA_POSTGRESQL, "aurora-postgresql"),
    ...replicas(MYSQL_REPLICAS, "mysql"),
    ...replicas(POSTGRES_REPLICAS, "postgres"),
  ];
  const sources = new Set(all.map((plan) => plan.replicaOf));
  return all.map((plan) => rdsMember(plan, sources.has(plan.name), days));
}

function rdsMember(plan: DatabasePlan, hasReplica: boolean, days: FleetDays): FleetMember {
  const service = serviceNamed(plan.serviceName);
  const key = keyOf(`rds ${plan.name}`);
  return {
    service,
    resource: {
      ...placement(plan, service),
      type: "rds",
      accountId: service.accountId,
      name: plan.name,
      engine: plan.engine,
      instanceClass: pick(DATABASE_CLASSES, key),
      tags: {
        Name: plan.name,
        Owner: service.team,
        Environment: "production",
        Service: service.name,
      },
      owner: service.team,
      traits: [...(isAurora(plan) ? ["aurora"] : []), ...(plan.replicaOf === null ? [] : ["replica"])],
      groupId: isAurora(plan) || hasReplica ? plan.name : plan.replicaOf,
      createdAtSeconds: usualCreation(key, days),
      deletedOn: null,
      gatewaySourceId: plan.name.replaceAll("-", "_"),
      prometheusInstance: null,
    },
  };
}

function isAurora(plan: DatabasePlan): boolean {
  return plan.engine.startsWith("aurora");
}

function placement(plan: DatabasePlan, service: Service) {
  const region = WESTERN.includes(plan.name) ? "us-west-2" : "us-east-1";
  const zone = `c${hexOf(keyOf(`${service.accountId} ${region}`), 11)}`;
  const port = plan.engine.includes("postgres") ? 5432 : 3306;
  const [kind, prefix] = isAurora(plan) ? ["cluster", "cluster-"] : ["db", ""];
  return {
    region,
    resourceId: `arn:aws:rds:${region}:${service.accountId}:${kind}:${plan.name}`,
    dimensions: dimensionsOf(plan),
    endpoints: [`${plan.name}.${prefix}${zone}.${region}.rds.amazonaws.com:${port}`],
  };
}

function dimensionsOf(plan: DatabasePlan): Record<string, string> {
  return isAurora(plan)
    ? { DBClusterIdentifier: plan.name, Role: "WRITER" }
    : { DBInstanceIdentifier: plan.name };
}
