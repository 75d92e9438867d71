import type { DeploymentConfig } from "#lib/aws/deployment-config.ts";

const SECRET = "arn:aws:secretsmanager:us-east-1:000000000000:secret:infra-monitoring";

/** A deployment in which every part is switched on, with names that stand for nobody's. */
export const PLACEHOLDER_CONFIG: DeploymentConfig = {
  environment: "local",
  schedule: { at: "07:00", timeZone: "UTC", isEnabled: true },
  accounts: [
    {
      accountId: "111111111111",
      roleArn: "arn:aws:iam::111111111111:role/infra-monitoring-read",
      externalId: "infra-monitoring",
      regions: ["us-east-1"],
    },
    { accountId: "000000000000", roleArn: null, externalId: null, regions: ["us-east-1", "us-west-2"] },
  ],
  prometheus: {
    url: "https://prometheus.internal:9090",
    secretArn: `${SECRET}/prometheus`,
    scrapeIntervalSeconds: 15,
  },
  gateway: { url: "http://gateway.internal:8080/mcp", secretArn: `${SECRET}/gateway` },
  database: { port: 3306, name: "test", secretArn: `${SECRET}/database` },
  archive: { retentionDays: 90 },
  retention: { days: 400 },
  alerts: { runbookUrl: null, chat: true },
  deployment: {
    network: {
      vpc: {
        kind: "existing",
        vpcId: "vpc-0a1b2c3d",
        availabilityZones: ["us-east-1a", "us-east-1b"],
        subnetIds: ["subnet-0a1b2c3d", "subnet-1a2b3c4d"],
        securityGroupIds: [],
      },
      s3: { through: "existing", to: "pl-63a5400a" },
      secretsManager: { through: "existing", to: "sg-0e0d0c0b" },
      databasePeer: "sg-0a0b0c0d",
      prometheusPeer: "10.1.0.0/16",
      gatewayPeer: "10.2.0.0/16",
    },
    aurora: null,
    migrationSecretArn: `${SECRET}/migration`,
    databaseUsers: {
      areCreated: true,
      prunerSecretArn: `${SECRET}/pruner`,
      readerSecretArn: `${SECRET}/grafana`,
    },
    secretKeyArns: ["arn:aws:kms:us-east-1:000000000000:key/00000000-0000-0000-0000-000000000000"],
    subscribers: {
      notificationEmails: ["team@example.com"],
      notificationWebhooks: [],
      alarmEmails: ["team@example.com"],
      alarmWebhooks: ["https://hooks.example.com/pipeline"],
    },
    alarms: { isDaysBehindOn: true },
  },
};
