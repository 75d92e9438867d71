/** Fixed, because alert rules name their datasource. */
export const DATASOURCE_UID = "infra-monitoring";

/** Where Grafana is to find the dashboards; the folder is mounted or copied there. */
const DASHBOARD_FOLDER = "/var/lib/grafana/dashboards/infra-monitoring";

/**
 * Content of the provisioning file of the datasource. Address and password come from Grafana's environment; the time zone is UTC, because
 * days are UTC days and Grafana's macros compare with FROM_UNIXTIME, which follows the session's zone.
 */
export function datasourceFile(): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 1,
    datasources: [
      {
        name: "Infrastructure monitoring",
        uid: DATASOURCE_UID,
        type: "mysql",
        access: "proxy",
        url: "$INFRA_DB_HOST:$INFRA_DB_PORT",
        user: "$INFRA_DB_USER",
        jsonData: {
          database: "$INFRA_DB_NAME",
          timezone: "+00:00",
          maxOpenConns: 10,
          maxIdleConns: 2,
          connMaxLifetime: 14_400,
          tlsAuth: false,
          tlsAuthWithCACert: true,
        },
        secureJsonData: { password: "$INFRA_DB_PASSWORD", tlsCACert: "$INFRA_DB_CA" },
        editable: false,
      },
    ],
  };
}

/** Content of the provisioning file of the dashboards. */
export function dashboardProviderFile(): Readonly<Record<string, unknown>> {
  return {
    apiVersion: 1,
    providers: [
      {
        name: "infra-monitoring",
        folder: "Infrastructure",
        type: "file",
        disableDeletion: true,
        allowUiUpdates: false,
        options: { path: DASHBOARD_FOLDER },
      },
    ],
  };
}
