import type { Scope } from '../report.ts';
import type { SchemaSet } from '../schemas/index.ts';
import type { SourceFile } from '../yaml/document.ts';
import { isCheckedGroup, type ResourceType } from '../yaml/resource.ts';

/** What was looked at, and what was only read. */
export function scopeOf(
  files: readonly SourceFile[],
  schemas: SchemaSet,
  istioVersion: string,
): Omit<Scope, 'openReferences'> {
  const readOnly: Record<string, number> = {};
  let checkedResources = 0;
  for (const [{ group, kind }, count] of countTypes(files)) {
    if (schemas.served(group, kind)) checkedResources += count;
    else if (!isCheckedGroup(group) && kind) readOnly[kind] = (readOnly[kind] ?? 0) + count;
  }
  return {
    files: files.length,
    documents: files.reduce((sum, file) => sum + file.documents.length, 0),
    checkedResources,
    readOnly,
    templates: files.filter((file) => file.template).length,
    istioVersion,
  };
}

/** How many resources there are of each type. */
function countTypes(files: readonly SourceFile[]): ReadonlyMap<ResourceType, number> {
  const counts = new Map<ResourceType, number>();
  for (const { resources } of files) for (const { type } of resources) counts.set(type, (counts.get(type) ?? 0) + 1);
  return counts;
}

/** How many references of each kind. */
export function countKinds(references: Iterable<string>): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const reference of references) {
    const [kind] = JSON.parse(reference);
    counts[kind] = (counts[kind] ?? 0) + 1;
  }
  return counts;
}
