import { defineRule } from '../../engine/rule.ts';
import { WASM_MESSAGES, wasmProblems } from '../../mesh/settings/wasm.ts';

/** The proxy fetches the module from its URL; what is no URL fetches nothing. */
export default defineRule({
  summary: 'A WasmPlugin has a URL that can be read, and names that fit',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: 'error', 'istio-validate': 'error', 'istioctl-parity': 'error' },
  codes: ['IST0106'],
  messages: WASM_MESSAGES,
  sources: ['https://istio.io/latest/docs/reference/config/proxy_extensions/wasm-plugin/'],
  kinds: ['extensions.istio.io/WasmPlugin'],
  check({ spec }, context) {
    for (const { field, id, data } of wasmProblems(spec)) context.report(field, id, data);
  },
});
