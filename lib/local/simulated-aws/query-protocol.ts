import { randomUUID } from "node:crypto";
import type { Reply } from "#lib/local/simulated-http/reply.ts";
import type { SimulatedRequest } from "#lib/local/simulated-http/request.ts";
import { type AwsCall, AwsError } from "./call.ts";
import { escapeXml, type OperationSchema, outputXml } from "./xml.ts";

/** The form fields of a request in one of the query protocols. */
export function formOf(request: SimulatedRequest): URLSearchParams {
  return new URLSearchParams(request.body.toString());
}

/** The action that the form names. */
export function queryAction(request: SimulatedRequest): string {
  return formOf(request).get("Action") ?? "";
}

/** Values of a list field in order. @example formList(form, "InstanceId") // of InstanceId.1=a&InstanceId.2=b: ["a", "b"] */
export function formList(form: URLSearchParams, name: string): string[] {
  const values: string[] = [];
  for (let index = 1; form.has(`${name}.${index}`); index++) {
    values.push(form.get(`${name}.${index}`) ?? "");
  }
  return values;
}

/** An answer of the awsQuery protocol (RDS, ElastiCache, STS, SNS). */
export function queryReply(call: AwsCall, operation: OperationSchema, output: object): Reply {
  const { action } = call;
  return xmlReply(
    200,
    `<${action}Response><${action}Result>${outputXml(operation, output)}</${action}Result>` +
      `<ResponseMetadata><RequestId>${randomUUID()}</RequestId></ResponseMetadata></${action}Response>`,
  );
}

/** An error of the awsQuery protocol. */
export function queryError(error: AwsError): Reply {
  const type = error.status >= 500 ? "Receiver" : "Sender";
  return xmlReply(
    error.status,
    `<ErrorResponse><Error><Type>${type}</Type><Code>${error.code}</Code><Message>${escapeXml(error.message)}</Message></Error>` +
      `<RequestId>${randomUUID()}</RequestId></ErrorResponse>`,
  );
}

/** Throttling and denial as the awsQuery services name them. */
export const QUERY_REFUSALS = {
  throttleError: new AwsError("Throttling", "Rate exceeded"),
  denyError: new AwsError("AccessDenied", "User is not authorized to perform this action", 403),
};

export function xmlReply(status: number, xml: string): Reply {
  return {
    status,
    headers: { "content-type": "text/xml;charset=UTF-8" },
    body: `<?xml version="1.0" encoding="UTF-8"?>\n${xml}`,
  };
}
