import { defineRule } from '../../engine/rule.ts';
import { lengthProblems, WASM_MESSAGES, wasmProblems } from '../../mesh/settings/wasm.ts';

const MOST_CODE = 65_536;

/** An extension is a Wasm module or Lua code, with the bounds of either. */
export default defineRule({
  summary: 'A TrafficExtension has a URL that can be read, and names and code that fit',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  istio: '>=1.30',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: WASM_MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/proxy_extensions/'],
  kinds: ['extensions.istio.io/TrafficExtension'],
  check({ spec }, context) {
    const problems = [...wasmProblems(spec.child('wasm')), ...lengthProblems(spec.get('lua', 'inlineCode'), MOST_CODE)];
    for (const { field, id, data } of problems) context.report(field, id, data);
  },
});
