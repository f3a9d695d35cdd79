import { defineRule } from '../../engine/rule.ts';
import {
  credentialsOf,
  DEFAULT_GATEWAYS_OPTION,
  homesOfGateway,
  type SecretSource,
  secretSources,
} from '../../mesh/credentials.ts';
import { absenceOf, isInventoried, WORLD_OPTION } from '../../mesh/references.ts';
import { rewriteString } from '../../yaml/edit.ts';

/** A server without its certificate takes no connections, and a gateway looks for it where its own pods are. */
export default defineRule({
  summary: 'The Secrets that a Gateway takes its certificates from are there',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: {
    recommended: 'error',
    strict: 'error',
    'istioctl-parity': ['error', { world: 'closed', defaultGateways: ['istio=ingressgateway'] }],
  },
  codes: ['IST0101'],
  options: {
    world: {
      ...WORLD_OPTION,
      description:
        'closed: Secrets that are not in the files are not there. Else only names one or two letters off a known one are ' +
        'reported, for Secrets are rarely kept in files, and those of a snapshot.',
    },
    defaultGateways: DEFAULT_GATEWAYS_OPTION,
  },
  messages: {
    missing: {
      text: 'The namespace {{home}}, where the pods of this Gateway are, has no Secret "{{name}}", so connections to the server are refused.',
      help: '{{wanted}}',
    },
    'other-namespace': {
      text: 'The Secret "{{name}}" is in {{other}}, and the pods of this Gateway are in {{home}}, where they look for it, so connections to the server are refused.',
      help: 'Put the Secret into {{home}}.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/gateway/#ServerTLSSettings',
    'https://istio.io/latest/docs/tasks/traffic-management/ingress/secure-ingress/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0101/',
  ],
  kinds: ['networking.istio.io/Gateway'],
  fields: ['credentialName', 'credentialNames'],
  check(gateway, context) {
    const { mesh, options } = context;
    if (gateway.isPatch) return;
    const homes = homesOfGateway(mesh, gateway, options.defaultGateways);
    const [home] = homes;
    if (!home) return;
    const sources = mesh.ask(secretSources);
    const isInReach = ({ namespace }: SecretSource) => homes.some((each) => mesh.mayBeSame(each, namespace));
    for (const { field, name: written } of credentialsOf(gateway)) {
      const name = written.replace(/^[^/]*\//, '');
      const namesakes = sources.get(name) ?? [];
      if (namesakes.some(isInReach)) continue;
      const [elsewhere] = namesakes;
      if (elsewhere) {
        context.report(field, 'other-namespace', { name, other: elsewhere.namespace, home });
        continue;
      }
      const known = [...sources.values()].flat().flatMap((source) => (isInReach(source) ? source.name : []));
      const absence = absenceOf(context, { kind: 'Secret', namespace: home, name }, known, () =>
        isInventoried(mesh, '', ['', 'Secret']),
      );
      if (!absence) continue;
      const { near, isSure } = absence;
      const edit = near === undefined ? undefined : rewriteString(field, near);
      const wanted = near ? `Write ${near}.` : `Make a Secret of the type kubernetes.io/tls in ${home}.`;
      const suggestions = edit ? [{ desc: `Write ${near}`, edit }] : [];
      context.report(
        field,
        'missing',
        { name, home, wanted },
        { suggestions, ...(isSure ? {} : { level: 'warning' }) },
      );
    }
  },
});
