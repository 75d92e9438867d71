import type { JsonObject } from "../state-machine/walk-states.ts";
import { isObject } from "../state-machine/walk-states.ts";

/** Account, region and parameters that the references of a template stand for. */
export type References = Readonly<Record<string, string | readonly string[]>>;

export type Resources = Readonly<Record<string, JsonObject>>;

const PSEUDO: References = { "AWS::Partition": "aws", "AWS::URLSuffix": "amazonaws.com" };

/**
 * Puts names in place of a template's references, as CloudFormation would: `Ref`, `Fn::GetAtt`, `Fn::Join`, `Fn::Sub`. A bucket is called
 * by its logical id; a topic's reference is its ARN.
 *
 * @throws TypeError for a function of CloudFormation's that is not simulated
 * @example templateResolver({ B: { Type: "AWS::S3::Bucket" } }, {})({ "Fn::GetAtt": ["B", "Arn"] }) // "arn:aws:s3:::b"
 */
export function templateResolver(resources: Resources, references: References): (value: unknown) => unknown {
  const names: References = { ...PSEUDO, ...references };
  const region = String(names["AWS::Region"]);
  const account = String(names["AWS::AccountId"]);
  const nameOf = (id: string): string | readonly string[] => {
    if (resources[id]?.Type === "AWS::SNS::Topic") return arnOf(id);
    return names[id] ?? (resources[id]?.Type === "AWS::S3::Bucket" ? id.toLowerCase() : id);
  };
  const arnOf = (id: string): string => {
    const type = String(resources[id]?.Type);
    if (type === "AWS::S3::Bucket") return `arn:aws:s3:::${nameOf(id)}`;
    if (type === "AWS::KMS::Key") return `arn:aws:kms:${region}:${account}:key/${id}`;
    return `arn:aws:${type.split("::")[1]?.toLowerCase()}:${region}:${account}:${id}`;
  };
  const resolve = (value: unknown): unknown => {
    if (Array.isArray(value)) return value.map(resolve);
    if (!isObject(value)) return value;
    const [[name, content] = ["", undefined], ...others] = Object.entries(value);
    if (others.length === 0 && name === "Ref") return nameOf(String(content));
    if (others.length === 0 && name.startsWith("Fn::")) return call(name, content);
    return Object.fromEntries(Object.entries(value).map(([key, part]) => [key, resolve(part)]));
  };
  const call = (name: string, content: unknown): unknown => {
    const [first, second] = Array.isArray(content) ? content : [content, {}];
    if (name === "Fn::GetAtt") return second === "Arn" ? arnOf(String(first)) : `${first}.${second}`;
    if (name === "Fn::Join") return [resolve(second)].flat().join(String(first));
    if (name === "Fn::Sub") return substituted(String(first), { ...names, ...objectOf(resolve(second)) });
    throw new TypeError(`${name} is not simulated`);
  };
  return resolve;
}

function substituted(text: string, names: Readonly<Record<string, unknown>>): string {
  return text.replaceAll(/\$\{([^}]+)\}/g, (_, name: string) => String(names[name]));
}

function objectOf(value: unknown): JsonObject {
  return isObject(value) ? value : {};
}
