import { patternDimensions } from "#core/collect/arn-pattern.ts";
import { DESCRIBED_TYPES } from "#core/model/resource.ts";
import { INSTANCE_GROUP_TYPE } from "#core/model/resource-group.ts";
import type { ResourceTypeDefinition, ResourceTypes } from "#core/model/resource-type.ts";

/** What the schema of one type cannot see: names that are taken, parents that do not exist, an ARN that tells nothing apart. */
export function resourceTypeProblems(types: ResourceTypes): string[] {
  return Object.entries(types).flatMap(([name, type]) =>
    [nameProblem(name), partProblem(name, type, types), patternProblem(type)]
      .filter((problem) => problem !== null)
      .map((problem) => `resourceTypes.${name}${problem}`),
  );
}

function nameProblem(name: string): string | null {
  const taken: readonly string[] = [...DESCRIBED_TYPES, INSTANCE_GROUP_TYPE];
  return taken.includes(name) ? ": the pipeline describes this type by itself; use another name" : null;
}

function partProblem(name: string, { partOf }: ResourceTypeDefinition, types: ResourceTypes): string | null {
  if (partOf === null || (partOf !== name && partOf in types)) return null;
  return `.partOf: found ${partOf}, but no other type of that name is listed`;
}

function patternProblem({ arn, fixedDimensions }: ResourceTypeDefinition): string | null {
  const own = patternDimensions(arn);
  if (own.length === 0) return ".arn: names no dimension, so that all its resources would be one";
  const twice = own.find((dimension) => dimension in fixedDimensions);
  return twice === undefined ? null : `.fixedDimensions: ${twice} stands in the ARN already`;
}
