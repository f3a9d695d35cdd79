import { parseUrl } from '../../values/uri.ts';
import type { Field } from '../../yaml/field.ts';

/** What each problem of a Wasm module is called to a person. */
export const WASM_MESSAGES = {
  url: {
    text: 'The url "{{url}}" {{problem}}, so Istio rejects it.',
    help: 'Write where the module is, as in oci://registry.example.com/modules/auth:1.2.0.',
  },
  'too-long': {
    text: 'The {{name}} has {{bytes}} bytes, and Istio takes at most {{most}}; letters outside of ASCII take several.',
    help: 'Write a shorter one.',
  },
};

export interface WasmProblem {
  field: Field;
  id: keyof typeof WASM_MESSAGES;
  data: Record<string, string | number>;
}

/**
 * What Istio refuses in the settings of a Wasm module (a WasmPlugin, or `wasm` of a TrafficExtension) beside what the
 * CRD says. Source: istio/istio ValidateWasmPlugin.
 */
export function* wasmProblems(wasm: Field): Generator<WasmProblem> {
  const url = wasm.child('url');
  const problem = url.string === undefined ? undefined : urlProblem(url.string);
  if (problem) yield { field: url, id: 'url', data: { url: url.string ?? '', problem } };
  yield* lengthProblems(wasm.child('imagePullSecret'), 253);
  yield* lengthProblems(wasm.child('pluginName'), 256);
  for (const env of wasm.get('vmConfig', 'env').items()) yield* lengthProblems(env.child('name'), 256);
}

/** Istio reads the URL in two ways, of which the CRD's rule knows the first. */
function urlProblem(text: string): string | undefined {
  const full = parseUrl(text, true).problem === undefined ? text : `http://${text}`;
  return parseUrl(full, true).problem === undefined ? parseUrl(full).problem : undefined;
}

/** A text with as many characters as the CRD lets pass, which counts characters, and more bytes. */
export function* lengthProblems(field: Field, most: number): Generator<WasmProblem> {
  const text = field.string ?? '';
  const bytes = new TextEncoder().encode(text).length;
  if (bytes > most && [...text].length <= most)
    yield { field, id: 'too-long', data: { name: field.name, bytes, most } };
}
