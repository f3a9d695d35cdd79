import { defineRule } from '../../engine/rule.ts';
import { compareVersions } from '../../engine/version.ts';
import { rulesOf, SOURCE_FIELDS, sourcesOf, writtenLists } from '../../mesh/authorization-policy.ts';
import { SOURCE_VALUE_MESSAGES, valueProblems } from '../../mesh/settings/authz-values.ts';

/** The longest text that the CRD lets pass in serviceAccounts; core/schema reports longer ones. */
const MOST_CHARACTERS = 320;

/** A caller that is written in a way which Istio does not read would never match. */
export default defineRule({
  summary: 'The callers in a source of an AuthorizationPolicy are written as Istio reads them',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: SOURCE_VALUE_MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/security/authorization-policy/#Source'],
  kinds: ['security.istio.io/AuthorizationPolicy'],
  fields: ['source'],
  check(policy, context) {
    for (const rule of rulesOf(policy))
      for (const source of sourcesOf(rule))
        for (const { list, known } of writtenLists(source, SOURCE_FIELDS)) {
          // core/unknown-field says so of what this Istio does not have.
          if (known.since !== undefined && compareVersions(context.istioVersion, known.since) < 0) continue;
          for (const { field, id, data } of valueProblems(list, known.kind, known.name, SOURCE_VALUE_MESSAGES)) {
            if (known.kind !== 'service-account' || [...data.value].length <= MOST_CHARACTERS)
              context.report(field, id, data);
          }
        }
  },
});
