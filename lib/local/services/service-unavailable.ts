/**
 * A throw-away service cannot be had on this machine, or did not start. The message names the service, the cause and the choices
 * that are left. Tests may skip on it, visibly; everything else lets it through.
 */
export class ServiceUnavailable extends Error {
  override readonly name = "ServiceUnavailable";
}
