import { type Context, defineRule } from '../../engine/rule.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';
import { hasPlaceholder } from '../../yaml/placeholder.ts';
import { CHECKED_KINDS, isCheckedGroup, type Resource } from '../../yaml/resource.ts';

const MESSAGES = {
  missing: {
    text: 'The {{kind}} has no name, so the API server refuses it.',
    help: 'Write metadata.name, or generateName for kubectl create.',
  },
  name: {
    text: 'The name "{{name}}" {{problem}}, so the API server refuses it.',
    help: 'Write lower-case letters, digits, "-" and ".", with a letter or digit at both ends.',
  },
  'gateway-name': {
    text: 'The name "{{name}}" of the Gateway is no DNS label, so Istio rejects it.',
    help: 'Write letters, digits and "-", at most 63.',
  },
  namespace: {
    text: 'The namespace "{{name}}" {{problem}}, so the API server refuses it.',
    help: 'Write lower-case letters, digits and "-".',
  },
  'label-key': {
    text: 'The key "{{key}}" of a label or annotation {{problem}}, so the API server refuses it.',
    help: 'Write name or prefix/name: at most 63 letters, digits, "-", "_" and ".", after a domain name.',
  },
  'label-value': {
    text: 'The value "{{value}}" of the label {{key}} {{problem}}, so the API server refuses it.',
    help: 'Write at most 63 letters, digits, "-", "_" and ".", with a letter or digit at both ends.',
  },
};

type Here = Context<keyof typeof MESSAGES, { required: boolean }>;

/** The API server takes names that can be part of a host name, and labels that can be selected by. */
export default defineRule({
  summary: 'Istio and Gateway API resources have names, labels and annotations that the API server takes',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istio-validate': ['error', { required: false }],
    'istioctl-parity': ['error', { required: false }],
  },
  // Of names Istio's admission judges those of Gateways alone, which need not be lower case to it; messages say it by theirs.
  codes: ['IST0106'],
  fix: 'unsafe',
  options: {
    required: {
      type: 'boolean',
      default: true,
      description: 'Report resources of all kinds without a name; off, only Gateways, whose name Istio judges too.',
    },
  },
  messages: MESSAGES,
  sources: [
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/names/',
    'https://kubernetes.io/docs/concepts/overview/working-with-objects/labels/',
  ],
  kinds: [...CHECKED_KINDS],
  check(resource, context) {
    if (!isCheckedGroup(resource.group) || resource.group === 'install.istio.io') return;
    const { name, namespace } = resource;
    // A label is a name for all kinds, and most names are one.
    if (name === '' || labelProblem(name)) checkName(resource, context);
    const problem = namespace ? labelProblem(namespace) : undefined;
    if (problem)
      context.report(resource.metadata.child('namespace'), 'namespace', { name: namespace, problem }, NOT_ISTIOS);
    for (const field of resource.annotations.entries()) checkKey(field, context);
    for (const field of resource.labels.entries()) {
      checkKey(field, context);
      const value = field.string;
      if (value && !(value.length <= 63 && NAME.test(value)))
        context.report(
          field,
          'label-value',
          { key: field.name, value, problem: value.length > 63 ? LONG : ODD },
          NOT_ISTIOS,
        );
    }
  },
});

const LABEL = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?$/;
const SUBDOMAIN = /^[a-z0-9](?:[-a-z0-9]*[a-z0-9])?(?:\.[a-z0-9](?:[-a-z0-9]*[a-z0-9])?)*$/;
const NAME = /^(?:[A-Za-z0-9][-A-Za-z0-9_.]*)?[A-Za-z0-9]$/;
const LONG = 'has more than 63 characters';
const ODD = 'has characters that none may have';

function labelProblem(name: string): string | undefined {
  return name.length > 63 ? LONG : LABEL.test(name) ? undefined : ODD;
}

function checkName(resource: Resource, context: Here): void {
  const { metadata, kind } = resource;
  const [field, prefix] = [metadata.child('name'), metadata.child('generateName')];
  const name = field.string ?? (field.isSet ? undefined : prefix.string);
  if ((!field.isSet || field.string === '') && !prefix.isSet) {
    const isAskedFor = context.options.required || isIstioGateway(resource);
    if (!resource.isPatch && isAskedFor)
      context.report(field, 'missing', { kind }, isIstioGateway(resource) ? {} : NOT_ISTIOS);
    return;
  }
  if (name === undefined) return;
  const whole = field.isSet ? name : `${name}x`;
  const problem = whole.length > 253 ? 'has more than 253 characters' : SUBDOMAIN.test(whole) ? undefined : ODD;
  if (problem) {
    const lower = name.toLowerCase();
    const edit = field.isSet && SUBDOMAIN.test(lower) ? rewriteString(field, lower) : undefined;
    const codes = isIstioGateway(resource) && labelProblem(whole.toLowerCase()) ? {} : NOT_ISTIOS;
    context.report(
      field.isSet ? field : prefix,
      'name',
      { name, problem },
      { ...codes, ...(edit ? { fix: edit } : {}) },
    );
  } else if (isIstioGateway(resource) && labelProblem(whole))
    context.report(field.isSet ? field : prefix, 'gateway-name', { name });
}

const NOT_ISTIOS = { codes: [] };

/** The one kind whose name Istio's admission judges too. */
function isIstioGateway({ kind, group }: Resource): boolean {
  return kind === 'Gateway' && group === 'networking.istio.io';
}

function checkKey(field: Field, context: Here): void {
  const { name: key } = field;
  const passed = context.mesh.ask(passedKeys);
  if (passed.has(key) || hasPlaceholder(key)) return;
  const slash = key.indexOf('/');
  const [prefix, name] = slash < 0 ? [undefined, key] : [key.slice(0, slash), key.slice(slash + 1)];
  const isPrefix = prefix === undefined || (prefix.length <= 253 && SUBDOMAIN.test(prefix.toLowerCase()));
  const problem = !isPrefix
    ? 'has a prefix that is no domain name'
    : name.length > 63
      ? LONG
      : NAME.test(name)
        ? undefined
        : ODD;
  if (problem) context.report(field, 'label-key', { key, problem }, { at: 'key', ...NOT_ISTIOS });
  else passed.add(key);
}

/** The keys that are in order: most resources have the same few. */
const passedKeys = () => new Set<string>();
