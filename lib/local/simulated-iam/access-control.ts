import type { AwsAccess, AwsCall } from "../simulated-aws/call.ts";
import { accountOfKey } from "../simulated-aws/credential-scope.ts";
import { formOf } from "../simulated-aws/query-protocol.ts";
import { accessRequests, type EncryptionKeys, listRequest } from "./access-requests.ts";
import { type AccessRequest, isAllowed, type Statement } from "./policy.ts";

/** Who holds an access key. */
export interface Principal {
  readonly roleArn: string;
  readonly statements: readonly Statement[];
}

/** A role of a watched account: who may take it, and what it may do. */
export interface MemberRole {
  readonly trust: readonly Statement[];
  readonly statements: readonly Statement[];
}

export interface AccessControlOptions {
  readonly keys: EncryptionKeys;
  /** By account. */
  readonly memberRoles: ReadonlyMap<string, MemberRole>;
}

/** Access to the simulated AWS: by access key, denied unless a statement allows it. */
export interface AccessControl extends AwsAccess {
  /** Gives a key what a role may do; a second call replaces it. */
  readonly grant: (accessKeyId: string, principal: Principal) => void;
  /** What was denied since it was last asked. */
  readonly takeDenials: () => AccessRequest[];
}

/** Evaluates the policies of roles as IAM does, as far as our policies go: Allow statements, three condition operators. */
export function createAccessControl({ keys, memberRoles }: AccessControlOptions): AccessControl {
  const principals = new Map<string, Principal>();
  const denials: AccessRequest[] = [];
  const statementsOf = (call: AwsCall): readonly Statement[] => {
    const account = accountOfKey(call.accessKeyId);
    if (account !== null) return memberRoles.get(account)?.statements ?? [];
    return principals.get(call.accessKeyId)?.statements ?? [];
  };
  const isTrusted = (call: AwsCall): boolean => {
    if (call.action !== "AssumeRole") return true;
    const [asked] = accessRequests(call, keys);
    const roleArn = principals.get(call.accessKeyId)?.roleArn ?? "";
    const account = /^arn:aws:iam::(\d{12}):/.exec(formOf(call.request).get("RoleArn") ?? "")?.[1] ?? "";
    const context = { ...asked?.context, "aws:PrincipalArn": roleArn };
    return isAllowed(memberRoles.get(account)?.trust ?? [], {
      action: "sts:AssumeRole",
      resource: "*",
      context,
    });
  };
  return {
    grant: (accessKeyId, principal) => void principals.set(accessKeyId, principal),
    takeDenials: () => denials.splice(0),
    mayCall(call) {
      const refused = accessRequests(call, keys).filter((request) => !isAllowed(statementsOf(call), request));
      denials.push(...refused);
      return refused.length === 0 && isTrusted(call);
    },
    mayKnowOfMissing: (call) => isAllowed(statementsOf(call), listRequest(call)),
  };
}
