import { defineRule } from '../../engine/rule.ts';

/** istiod decodes the value of a patch as the message of Envoy's API that it is applied to. */
export default defineRule({
  summary: "The values of an EnvoyFilter's patches are of the form that Envoy's API has",
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  messages: {
    type: { text: '{{path}} must be {{wanted}}, but is {{found}}, so Istio rejects it.', help: 'Write {{wanted}}.' },
    enum: { text: '{{path}} cannot be {{found}}, so Istio rejects it.', help: 'Write {{wanted}}.' },
    duration: {
      text: '{{path}} must be a duration, but is {{found}}, so Istio rejects it.',
      help: 'Write a number with a unit, as in 5s or 250ms.',
    },
    'no-any-type': {
      text: '{{path}} does not say its type, so Istio rejects it.',
      help: 'Write "@type" with the message that it holds, as in type.googleapis.com/envoy.extensions.filters.http.lua.v3.Lua.',
    },
    'unknown-any-type': { text: 'Envoy\'s API has no type "{{type}}", so Istio rejects it.', help: '{{help}}' },
    'v2-any-type': {
      text: 'The type "{{type}}" is of version 2 of Envoy\'s API, which is gone, so Istio rejects it.',
      help: 'Write the type of version 3.',
    },
    'unknown-field': {
      text: 'Envoy\'s {{message}} has no field "{{name}}", so the setting has no effect.',
      help: '{{help}}',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-Patch',
    'https://www.envoyproxy.io/docs/envoy/latest/api-v3/api',
  ],
  kinds: ['networking.istio.io/EnvoyFilter'],
  async check(filter, context) {
    const patches = filter.spec.child('configPatches').items();
    if (!patches.some((entry) => entry.get('patch', 'value').isMap)) return;
    const { envoyViolations } = await import('../../schemas/envoy/check.ts');
    for (const entry of patches) {
      const [applyTo, operation] = [entry.child('applyTo').string, entry.get('patch', 'operation').string];
      // Of a waypoint Istio decodes nothing; of what lacks its operation, envoy-filter-valid says so.
      if (!applyTo || !operation || entry.get('match', 'context').string === 'WAYPOINT') continue;
      let isFirst = true;
      for (const { field, id, data, at } of envoyViolations(entry.get('patch', 'value'), applyTo)) {
        // Of several Istio names one that it comes upon.
        const codes = isFirst ? ['IST0133'] : [];
        const level = id === 'unknown-field' ? { level: 'warning' as const, codes } : {};
        if (id === 'unknown-field') isFirst = false;
        context.report(field, id, data, { at, ...level });
      }
    }
  },
});
