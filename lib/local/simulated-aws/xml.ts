import type { DescribeInstances$ } from "@aws-sdk/client-ec2";
import { NormalizedSchema } from "@smithy/core/schema";

/** The schema of an operation as the SDK clients export it: position 5 holds that of the output. */
export type OperationSchema = typeof DescribeInstances$;

const OUTPUT_POSITION = 5;
const ESCAPES: Readonly<Record<string, string>> = {
  "&": "&amp;",
  "<": "&lt;",
  ">": "&gt;",
  '"': "&quot;",
  "\r": "&#xD;",
};

/** Text that may stand between two XML tags. @example escapeXml("a<b") // "a&lt;b" */
export function escapeXml(text: string): string {
  return text.replace(/[&<>"\r]/g, (character) => ESCAPES[character] ?? character);
}

/**
 * The members of an operation's output as XML elements, named and nested as its schema says.
 *
 * @param output a value of the operation's output type; members that are undefined are left out
 */
export function outputXml(operation: OperationSchema, output: object): string {
  return membersXml(NormalizedSchema.of(operation[OUTPUT_POSITION]), output);
}

function membersXml(schema: NormalizedSchema, value: object): string {
  const fields = new Map<string, unknown>(Object.entries(value));
  let xml = "";
  for (const [name, member] of schema.structIterator()) {
    const field = fields.get(name);
    if (field !== undefined && field !== null) {
      xml += elementXml(member, String(member.getMergedTraits().xmlName ?? name), field);
    }
  }
  return xml;
}

function elementXml(schema: NormalizedSchema, name: string, value: unknown): string {
  if (Array.isArray(value)) {
    return listXml(schema, name, value);
  }
  if (value instanceof Date) {
    return `<${name}>${value.toISOString()}</${name}>`;
  }
  if (schema.isMapSchema()) {
    return `<${name}>${entriesXml(Object(value))}</${name}>`;
  }
  if (typeof value === "object" && value !== null) {
    return `<${name}>${membersXml(schema, value)}</${name}>`;
  }
  return `<${name}>${escapeXml(String(value))}</${name}>`;
}

/** A map of texts, as the query protocols write it. */
function entriesXml(texts: Readonly<Record<string, string>>): string {
  return Object.entries(texts)
    .map(([key, text]) => `<entry><key>${escapeXml(key)}</key><value>${escapeXml(text)}</value></entry>`)
    .join("");
}

function listXml(schema: NormalizedSchema, name: string, values: readonly unknown[]): string {
  const item = schema.getValueSchema();
  const isFlat = schema.getMergedTraits().xmlFlattened !== undefined;
  const itemName = isFlat ? name : String(item.getMergedTraits().xmlName ?? "member");
  const items = values.map((value) => elementXml(item, itemName, value)).join("");
  return isFlat ? items : `<${name}>${items}</${name}>`;
}
