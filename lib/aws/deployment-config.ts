/** Where traffic may go: a CIDR block, `sg-...` or `pl-...`. */
export type PeerId = string;

/** How functions in the VPC reach an AWS service, and what that opens; `to` is null where an endpoint of the stack's own says it. */
export interface WayToService {
  readonly through: "nat" | "endpoints" | "existing";
  readonly to: PeerId | null;
}

export interface ExistingVpc {
  readonly kind: "existing";
  readonly vpcId: string;
  readonly availabilityZones: readonly string[];
  readonly subnetIds: readonly string[];
  readonly securityGroupIds: readonly string[];
}

export interface NewVpc {
  readonly kind: "new";
  readonly cidr: string;
}

export interface NetworkConfig {
  readonly vpc: ExistingVpc | NewVpc;
  readonly s3: WayToService;
  readonly secretsManager: WayToService;
  readonly databasePeer: PeerId;
  readonly prometheusPeer: PeerId | null;
  readonly gatewayPeer: PeerId | null;
}

/** A database of our own, in the VPC that exists. */
export interface AuroraConfig {
  /** In Aurora capacity units, 2 GiB of memory each. */
  readonly minCapacityUnits: number;
  readonly maxCapacityUnits: number;
  readonly backupDays: number;
  /** Who may connect: the functions' subnets, Grafana. */
  readonly clientPeers: readonly PeerId[];
}

export interface WatchedAccount {
  readonly accountId: string;
  /** null: the account that the stack is in. */
  readonly roleArn: string | null;
  readonly externalId: string | null;
  readonly regions: readonly string[];
}

export interface DailySchedule {
  /** HH:MM. */
  readonly at: string;
  /** IANA name. */
  readonly timeZone: string;
  readonly isEnabled: boolean;
}

export interface Subscribers {
  readonly notificationEmails: readonly string[];
  readonly notificationWebhooks: readonly string[];
  readonly alarmEmails: readonly string[];
  readonly alarmWebhooks: readonly string[];
}

/** Logins beside `database.secretArn`, which is the stages' own. */
export interface DatabaseUsers {
  /** The migration makes them and grants what they need; false: it only looks whether they have it. */
  readonly areCreated: boolean;
  /** null: the pruning uses the stages' login. */
  readonly prunerSecretArn: string | null;
  /** Grafana's; null: it is none of the migration's business. */
  readonly readerSecretArn: string | null;
}

/** What the constructs take from the pipeline's config; the checked config file has this shape. */
export interface DeploymentConfig {
  readonly environment: string;
  readonly schedule: DailySchedule;
  readonly accounts: readonly WatchedAccount[];
  readonly prometheus: {
    readonly url: string | null;
    readonly secretArn: string | null;
    readonly scrapeIntervalSeconds: number;
  };
  readonly gateway: { readonly url: string | null; readonly secretArn: string | null };
  readonly database: { readonly port: number; readonly name: string; readonly secretArn: string | null };
  readonly archive: { readonly retentionDays: number };
  readonly retention: { readonly days: number };
  readonly alerts: {
    readonly runbookUrl: string | null;
    /** Whether the chat's topic is made. */
    readonly chat: boolean;
  };
  readonly deployment: {
    readonly network: NetworkConfig;
    /** null: the database exists already. */
    readonly aurora: AuroraConfig | null;
    readonly migrationSecretArn: string | null;
    readonly databaseUsers: DatabaseUsers;
    readonly secretKeyArns: readonly string[];
    readonly subscribers: Subscribers;
    readonly alarms: { readonly isDaysBehindOn: boolean };
  };
}
