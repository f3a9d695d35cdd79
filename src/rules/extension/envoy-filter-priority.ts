import { defineRule } from '../../engine/rule.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { appliedOperations, isRelative, isUndocumented } from '../../mesh/settings/envoy-operations.ts';
import type { Field } from '../../yaml/field.ts';
import type { Resource } from '../../yaml/resource.ts';

/** Without a priority, EnvoyFilters are applied by the time of their creation, which no repository knows. */
export default defineRule({
  summary: 'An EnvoyFilter whose patches build on others says by its priority when it is applied',
  type: 'suggestion',
  precision: 'medium',
  since: '0.1.0',
  presets: { 'istioctl-parity': 'warning' },
  codes: ['IST0151', 'IST0155'],
  messages: {
    relative: {
      text: '{{operation}} depends on the patches applied before it, and without a priority the age of the EnvoyFilters decides which these are.',
      help: 'Set spec.priority, as in 10 for after the others or -10 for before, or use INSERT_FIRST or ADD.',
    },
    'proxy-version': {
      text: '{{operation}} depends on the patches applied before it, and "{{name}}" is patched for {{version}} alone elsewhere, so an upgrade may change what it finds.',
      help: 'Set spec.priority, as in 10 for after the others or -10 for before, or use INSERT_FIRST or ADD.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0151/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0155/',
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/',
  ],
  kinds: ['networking.istio.io/EnvoyFilter'],
  checkMesh(mesh, context) {
    const filters = mesh.ofKind('EnvoyFilter', 'networking.istio.io');
    const versioned = filters.flatMap(versionedPatches);
    for (const filter of filters) {
      const priority = filter.spec.child('priority');
      const patches = priority.isUnknown || priority.number ? [] : relativePatches(filter);
      const found = patches.map((patch) => ({
        ...patch,
        other: versioned.find(
          (each) => each.name === filterName(patch.entry) && meets(each, patch.entry, filter, mesh),
        ),
      }));
      // One priority mends all patches of the resource.
      const [plain, special] = [found.find(({ other }) => !other), found.find(({ other }) => other)];
      if (plain) context.report(plain.field, 'relative', { operation: plain.operation }, { codes: ['IST0151'] });
      if (!special?.other) continue;
      const { name, version } = special.other;
      const related = [{ field: version, message: `"${name}" is patched for this version alone` }];
      const data = { operation: special.operation, name, version: version.string ?? '' };
      context.report(special.field, 'proxy-version', data, { codes: ['IST0155'], related });
    }
  },
});

/** What istiod or its reference calls ignored is left to envoy-filter-operation. */
function relativePatches({ spec }: Resource): { entry: Field; field: Field; operation: string }[] {
  const patches = spec.child('configPatches').maps();
  return patches.flatMap((entry) => {
    const [target, field] = [entry.child('applyTo').string ?? '', entry.get('patch', 'operation')];
    const operation = field.string ?? '';
    const isApplied = appliedOperations(target)?.includes(operation) !== false && !isUndocumented(operation, target);
    return isRelative(operation) && isApplied ? [{ entry, field, operation }] : [];
  });
}

interface VersionedPatch {
  filter: Resource;
  entry: Field;
  /** Of the Envoy filter. */
  name: string;
  version: Field;
}

function versionedPatches(filter: Resource): VersionedPatch[] {
  return filter.spec
    .child('configPatches')
    .maps()
    .flatMap((entry) => {
      const [name, version] = [filterName(entry), entry.get('match', 'proxy', 'proxyVersion')];
      return name !== undefined && version.string ? [{ filter, entry, name, version }] : [];
    });
}

/** The filter that a patch brings, or else the one that it matches. */
function filterName(entry: Field): string | undefined {
  const brought = entry.get('patch', 'value', 'name');
  return (
    (brought.isSet ? brought : entry.get('match', 'listener', 'filterChain', 'filter', 'name')).string || undefined
  );
}

/** Is it another patch, and can both be applied to the same proxy? */
function meets(patch: VersionedPatch, entry: Field, filter: Resource, mesh: Mesh): boolean {
  const [a, b] = [mesh.namespaceOf(patch.filter), mesh.namespaceOf(filter)];
  const apart = a !== b && a !== mesh.rootNamespace && b !== mesh.rootNamespace;
  const worlds = mesh.worldsOf(filter);
  return (
    patch.entry.node !== entry.node && !apart && mesh.worldsOf(patch.filter).some((world) => worlds.includes(world))
  );
}
