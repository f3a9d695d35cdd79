import { type Context, defineRule } from '../../engine/rule.ts';
import {
  appliedOperations,
  isPatchOperation,
  isUndocumented,
  neededSelection,
} from '../../mesh/settings/envoy-operations.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  ignored: {
    text: 'istiod does not apply {{operation}} to {{target}}, so the patch has no effect.',
    help: 'For {{target}} it knows {{known}}.',
  },
  bootstrap: {
    text: 'istiod patches no bootstrap configuration, so a patch of BOOTSTRAP has no effect.',
    help: 'Give the pods the annotation sidecar.istio.io/bootstrapOverride.',
  },
  'no-selection': {
    text: '{{operation}} needs to know which {{what}} is meant, and the match names none, so the patch has no effect.',
    help: 'Write match.{{wanted}}.',
  },
  documented: {
    text: "Istio's reference calls {{operation}} ignored for {{target}}; istiod applies it, but does not promise to.",
    help: '{{instead}}',
  },
};

type Here = Context<keyof typeof MESSAGES, { documented: boolean }>;

/** istiod looks for the operations that it knows for a kind of object, and passes over all others without a word. */
export default defineRule({
  summary: 'The operations of an EnvoyFilter are ones that istiod applies to what they are for',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istioctl-parity': ['error', { documented: true }] },
  codes: ['IST0152', 'IST0153', 'IST0154'],
  options: {
    documented: {
      type: 'boolean',
      default: false,
      description:
        "Report operations too that istiod applies, but Istio's reference calls ignored: ADD and REMOVE of HTTP_ROUTE, REPLACE of LISTENER_FILTER.",
    },
  },
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch-Operation',
    'https://istio.io/latest/docs/reference/config/analysis/ist0152/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0153/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0154/',
  ],
  kinds: ['networking.istio.io/EnvoyFilter'],
  check(filter, context) {
    for (const entry of filter.spec.child('configPatches').maps()) {
      const [target, operation] = [entry.textOf('applyTo'), entry.child('patch').textOf('operation')];
      // What is missing or unknown, other rules say; for waypoints other operations hold.
      if (!target || !isPatchOperation(operation ?? '') || entry.child('match').textOf('context') === 'WAYPOINT')
        continue;
      checkOperation(entry, target, context);
      if (!filter.isPatch) checkSelection(entry, target, context);
    }
  },
});

function checkOperation(entry: Field, target: string, context: Here): void {
  const field = entry.get('patch', 'operation');
  const operation = field.string ?? '';
  const codes = CODES[operation] ?? [];
  const known = appliedOperations(target);
  if (known?.length === 0) context.report(entry.child('applyTo'), 'bootstrap', {}, { codes });
  else if (known && !known.includes(operation))
    context.report(field, 'ignored', { operation, target, known: known.join(', ') }, { codes });
  else if (isUndocumented(operation, target) && context.options.documented)
    context.report(field, 'documented', { operation, target, instead: INSTEAD[target] ?? '' }, { codes });
}

function checkSelection(entry: Field, target: string, context: Here): void {
  const field = entry.get('patch', 'operation');
  const operation = field.string ?? '';
  const selection = neededSelection(operation, target);
  if (!selection) return;
  const wanted = entry.get('match', ...selection.path);
  for (let part: Field | undefined = wanted; part && part !== entry; part = part.parent)
    if (part.isUnknown || isMisspelt(part, ['applyTo', 'match', 'patch'])) return;
  const data = { operation, what: selection.what, wanted: selection.path.join('.') };
  // Istio's analyzer does not look for it.
  if (!wanted.isSet) context.report(field, 'no-selection', data, { codes: [] });
}

const CODES: Readonly<Record<string, string[] | undefined>> = {
  REPLACE: ['IST0152'],
  ADD: ['IST0153'],
  REMOVE: ['IST0154'],
};

/** What to write in place of an operation that istiod applies against its reference. */
const INSTEAD: Readonly<Record<string, string | undefined>> = {
  HTTP_ROUTE: 'Change the VirtualService or HTTPRoute that the route comes from, or test this with every upgrade.',
  LISTENER_FILTER: 'Write REMOVE in one patch and INSERT_FIRST in the next.',
};
