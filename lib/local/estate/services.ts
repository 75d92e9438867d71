import type { ShapeName } from "./day-shape.ts";

export interface Service {
  readonly name: string;
  readonly team: string;
  readonly shape: ShapeName;
  readonly accountId: string;
  /** Share of the EC2 instances, in parts. */
  readonly instances: number;
}

export const PRODUCTION_ACCOUNT = "111111111111";
export const DATA_ACCOUNT = "222222222222";

function service(name: string, team: string, shape: ShapeName, instances: number): Service {
  return { name, team, shape, accountId: PRODUCTION_ACCOUNT, instances };
}

function dataService(name: string, team: string, shape: ShapeName, instances: number): Service {
  return { name, team, shape, accountId: DATA_ACCOUNT, instances };
}

/** What a coffee chain of a few hundred shops runs. The parts add up to the fleet's 233 instances. */
export const SERVICES: readonly Service[] = [
  service("order-api", "ordering", "retail", 20),
  service("menu-api", "ordering", "retail", 10),
  service("mobile-bff", "mobile", "retail", 18),
  service("web-storefront", "web", "retail", 12),
  service("payment-gateway", "payments", "retail", 12),
  service("loyalty-api", "growth", "retail", 10),
  service("coupon-engine", "growth", "retail", 8),
  service("pos-sync", "stores", "retail", 14),
  service("store-ops", "stores", "office", 8),
  service("kitchen-display", "stores", "retail", 8),
  service("inventory", "supply", "retail", 8),
  service("supply-chain", "supply", "office", 6),
  service("pricing", "supply", "office", 4),
  service("delivery-dispatch", "delivery", "retail", 10),
  service("notification", "mobile", "retail", 8),
  service("identity", "platform", "retail", 8),
  service("search", "ordering", "retail", 6),
  service("cms", "web", "office", 4),
  service("fraud-detect", "payments", "retail", 6),
  service("crm", "growth", "office", 4),
  service("hr-portal", "corporate", "office", 3),
  service("ci-runner", "platform", "office", 6),
  service("bastion", "platform", "office", 2),
  service("log-shipper", "platform", "retail", 4),
  dataService("warehouse-etl", "data", "batch", 10),
  dataService("recommendation", "data", "retail", 8),
  dataService("ml-features", "data", "batch", 6),
  dataService("demand-forecast", "data", "batch", 4),
  dataService("reporting", "data", "office", 4),
  dataService("airflow", "data", "batch", 2),
];

/** The service of that name. @throws RangeError if there is none */
export function serviceNamed(name: string): Service {
  const found = SERVICES.find((candidate) => candidate.name === name);
  if (found === undefined) throw new RangeError(`no service is called ${name}; see SERVICES`);
  return found;
}
