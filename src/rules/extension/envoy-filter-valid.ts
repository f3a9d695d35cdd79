import { type Context, defineRule } from '../../engine/rule.ts';
import { ENVOY_PATCH_MESSAGES, envoyPatchProblems } from '../../mesh/settings/envoy-patch.ts';
import { regexProblem } from '../../values/regex.ts';
import { rewriteString } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** A patch is for a kind of object, which decides what it may match and what it needs. */
export default defineRule({
  summary: 'Each patch of an EnvoyFilter says what to do with what, and matches what it can be applied to',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  otherCodes: ['IST0133'],
  fix: 'safe',
  messages: {
    ...ENVOY_PATCH_MESSAGES,
    'proxy-version': {
      text: 'The proxyVersion "{{regex}}" {{problem}}, so Istio rejects it.',
      help: 'Write a regular expression of RE2, as in ^1\\.30.*',
    },
    'proxy-version-length': {
      text: 'The proxyVersion has {{length}} characters, and one of more than {{most}} is ignored.',
      help: 'Write a shorter expression.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/networking/envoy-filter/#EnvoyFilter-EnvoyConfigObjectPatch',
    'https://www.envoyproxy.io/docs/envoy/latest/version_history/v1.14/v1.14.0',
  ],
  kinds: ['networking.istio.io/EnvoyFilter'],
  check(filter, context) {
    const expressions: Field[] = [];
    for (const entry of filter.spec.child('configPatches').items()) {
      for (const { field, id, data, at, isWarning } of envoyPatchProblems(entry)) {
        if (filter.isPatch && id.startsWith('no-')) continue;
        const edit = id === 'deprecated-name' ? rewriteString(field, data.wanted ?? '') : undefined;
        const level = isWarning ? { level: 'warning' as const, codes: ['IST0133'] } : {};
        context.report(field, id, data, { at, ...level, ...(edit ? { fix: edit } : {}) });
      }
      const proxy = entry.child('match').child('proxy');
      if (proxy.textOf('proxyVersion')) expressions.push(proxy.child('proxyVersion'));
    }
    if (expressions.length > 0) return checkVersions(expressions, context);
  },
});

async function checkVersions(
  expressions: readonly Field[],
  context: Pick<Context<'proxy-version' | 'proxy-version-length'>, 'report'>,
): Promise<void> {
  for (const field of expressions) {
    const regex = field.string ?? '';
    const data = { length: regex.length, most: MOST };
    if (regex.length > MOST)
      context.report(field, 'proxy-version-length', data, { level: 'warning', codes: ['IST0133'] });
    else {
      const problem = await regexProblem(regex);
      if (problem) context.report(field, 'proxy-version', { regex, problem });
    }
  }
}

/** istiod compiles no longer expression. */
const MOST = 1024;
