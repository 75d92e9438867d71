import * as z from "zod";
import type { AwsCall } from "../simulated-aws/call.ts";
import { jsonBody } from "../simulated-aws/json-protocol.ts";
import { formOf } from "../simulated-aws/query-protocol.ts";
import type { AccessRequest } from "./policy.ts";

/** Names of keys that the simulation's objects and secrets are encrypted with. */
export interface EncryptionKeys {
  readonly archiveKeyArn: string;
  /** null: the account's own key, for which AWS asks no right. */
  readonly secretKeyArn: string | null;
}

/** IAM's prefix where it is not the service's name in a signature. */
const PREFIXES: Readonly<Record<string, string>> = { monitoring: "cloudwatch", tagging: "tag" };

/** Secrets Manager adds six characters to the name in an ARN. */
const ADDED_CHARACTERS = "-AbCdEf";

const SecretCall = z.object({ SecretId: z.string() });

/**
 * What a caller must be allowed so that a call succeeds: the action itself, and what the service does with a key in the caller's name.
 *
 * @see https://docs.aws.amazon.com/service-authorization/latest/reference/reference_policies_actions-resources-contextkeys.html
 */
export function accessRequests(call: AwsCall, keys: EncryptionKeys): AccessRequest[] {
  switch (call.service) {
    case "s3":
      return objectRequests(call, keys.archiveKeyArn);
    case "secretsmanager":
      return secretRequests(call, keys.secretKeyArn);
    case "sts":
      return [roleRequest(call)];
    case "sns":
      return [
        {
          action: `sns:${call.action}`,
          resource: formOf(call.request).get("TopicArn") ?? "*",
          context: {},
        },
      ];
    default:
      return [
        {
          action: `${PREFIXES[call.service] ?? call.service}:${call.action}`,
          resource: "*",
          context: { "aws:RequestedRegion": call.region },
        },
      ];
  }
}

/** Who may not list a bucket is not told that a key is missing, but denied. */
export function listRequest({ request }: AwsCall): AccessRequest {
  const [bucket = ""] = request.url.pathname.slice(1).split("/");
  return { action: "s3:ListBucket", resource: `arn:aws:s3:::${bucket}`, context: {} };
}

function objectRequests(call: AwsCall, keyArn: string): AccessRequest[] {
  const path = decodeURIComponent(call.request.url.pathname.slice(1));
  const useKey = (action: string): AccessRequest => ({
    action,
    resource: keyArn,
    context: viaService(call),
  });
  const object = { resource: `arn:aws:s3:::${path}`, context: {} };
  switch (call.action) {
    case "PutObject":
      return [{ action: "s3:PutObject", ...object }, useKey("kms:GenerateDataKey")];
    case "GetObject":
      return [{ action: "s3:GetObject", ...object }, useKey("kms:Decrypt")];
    case "HeadObject":
      return [{ action: "s3:GetObject", ...object }];
    case "ListObjectsV2": {
      const prefix = call.request.url.searchParams.get("prefix") ?? "";
      return [{ ...listRequest(call), context: { "s3:prefix": prefix } }];
    }
    default:
      return [{ action: `s3:${call.action}`, ...object }];
  }
}

function secretRequests(call: AwsCall, keyArn: string | null): AccessRequest[] {
  const { SecretId } = SecretCall.parse(jsonBody(call.request));
  const read = {
    action: `secretsmanager:${call.action}`,
    resource: `${SecretId}${ADDED_CHARACTERS}`,
    context: {},
  };
  if (keyArn === null) return [read];
  return [read, { action: "kms:Decrypt", resource: keyArn, context: viaService(call) }];
}

function roleRequest(call: AwsCall): AccessRequest {
  const form = formOf(call.request);
  const externalId = form.get("ExternalId");
  return {
    action: `sts:${call.action}`,
    resource: form.get("RoleArn") ?? "*",
    context: externalId === null ? {} : { "sts:ExternalId": externalId },
  };
}

function viaService({ service, region }: AwsCall): Record<string, string> {
  return { "kms:ViaService": `${service}.${region}.amazonaws.com` };
}
