import { type Context, defineRule } from '../../engine/rule.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { celSyntaxProblem } from '../../values/cel.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  'tag-without-name': {
    text: 'A custom tag has an empty name, so Istio rejects the Telemetry.',
    help: 'Write the name of the tag as the key.',
  },
  'upsert-without-value': {
    text: 'The override of the tag "{{tag}}" has no operation, so it sets the tag, and no value for it, so Istio rejects it.',
    help: 'Write a value, an expression such as request.host, or operation: REMOVE to drop the tag.',
  },
  filter: {
    text: 'The filter {{problem}}, so Istio rejects the Telemetry.',
    help: 'Write an expression in CEL that is true for what is to be logged, as in response.code >= 400.',
  },
  'several-tracings': {
    text: 'There are {{count}} entries of tracing, and Istio supports one: what two of them set for the same direction, the later one decides.',
    help: 'Write all settings in one entry.',
  },
  'several-providers': {
    text: 'There are {{count}} providers of tracing, and Istio sends traces to the first alone.',
    help: 'Keep one provider; a collector behind it can hand the traces on to others.',
  },
  'override-without-name': {
    text: 'An override of a tag has an empty name, which no tag has.',
    help: 'Write the name of the tag as the key, as in destination_service.',
  },
};

type Here = Context<keyof typeof MESSAGES>;

/** Overrides need a value, filters have to be expressions, and of traces there is one kind. */
export default defineRule({
  summary: 'The tracing, metrics and access logging of a Telemetry hold what Istio can carry out',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/telemetry/',
    'https://istio.io/latest/docs/tasks/observability/telemetry/',
    'https://github.com/google/cel-spec/blob/master/doc/langdef.md',
  ],
  kinds: ['telemetry.istio.io/Telemetry'],
  fields: ['tracing', 'tagOverrides', 'filter'],
  check({ spec, isPatch }, context) {
    checkTracing(spec.child('tracing'), context);
    for (const metric of spec.child('metrics').items()) {
      for (const override of metric.child('overrides').items())
        checkTags(override.child('tagOverrides'), isPatch, context);
    }
    for (const log of spec.child('accessLogging').items()) checkFilter(log.child('filter'), isPatch, context);
  },
});

function checkTracing(tracing: Field, context: Here): void {
  const count = tracing.items().length;
  if (count > 1) warn(tracing, 'several-tracings', { count }, context);
  for (const entry of tracing.items()) {
    const providers = entry.child('providers');
    const { length } = providers.items();
    if (length > 1) warn(providers, 'several-providers', { count: length }, context);
    const tag = entry.child('customTags').child('');
    if (tag.exists) context.report(tag, 'tag-without-name', {}, { at: 'key' });
  }
}

function warn(field: Field, id: keyof typeof MESSAGES, data: Record<string, number>, context: Here): void {
  context.report(field, id, data, { at: 'key', level: 'warning', codes: ['IST0133'] });
}

function checkTags(tags: Field, isPatch: boolean, context: Here): void {
  if (tags.child('').exists) warn(tags.child(''), 'override-without-name', {}, context);
  for (const tag of tags.entries()) {
    const [operation, value] = [tag.child('operation'), tag.child('value')];
    // With an operation written, core/cel says so.
    if (!tag.isMap || operation.exists || isMisspelt(operation)) continue;
    if (value.exists ? value.string === '' : !isPatch && !isMisspelt(value))
      context.report(tag, 'upsert-without-value', { tag: tag.name }, { at: 'key' });
  }
}

function checkFilter(filter: Field, isPatch: boolean, context: Here): void {
  const expression = filter.child('expression');
  const isAbsent = filter.isMap && filter.keys().length === 0 && !isPatch;
  const text = isAbsent ? '' : expression.string;
  const problem = text === undefined ? undefined : context.mesh.askAbout(syntaxProblem, text);
  if (problem) context.report(expression, 'filter', { problem });
}

function syntaxProblem(_: Mesh, expression: string): string | undefined {
  return celSyntaxProblem(expression);
}
