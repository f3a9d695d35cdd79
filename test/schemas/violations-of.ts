import { SchemaSet, type Violation } from '../../src/schemas/index.ts';
import { readSource } from '../../src/yaml/read.ts';

interface Options {
  istioVersion?: string;
  isPatch?: boolean;
}

/** What the schemas say of the resources in a text. */
export async function violationsOf(text: string, options: Options = {}): Promise<Violation[]> {
  const { resources: written } = readSource('test.yaml', text);
  const resources = options.isPatch ? written.map((resource) => resource.asPatch()) : written;
  const schemas = new SchemaSet(options.istioVersion ?? '1.32');
  await schemas.prepare(resources);
  return resources.flatMap((resource) => [...schemas.validate(resource)]);
}

/** The same as `messageId path`, with the fix that comes along behind an arrow; sorted. */
export async function briefly(text: string, options: Options = {}): Promise<string[]> {
  const violations = await violationsOf(text, options);
  const lines = violations.map(({ messageId, field, edit }) => {
    const fix = edit ? ` -> ${text.slice(0, edit.start)}${edit.text}${text.slice(edit.end)}` : '';
    return `${messageId} ${field.display}${changedLine(text, fix)}`;
  });
  return lines.sort();
}

/** Only the line that a fix changes, to keep expectations readable. */
function changedLine(before: string, fix: string): string {
  if (fix === '') return '';
  const old = before.split('\n');
  const line = fix
    .slice(4)
    .split('\n')
    .find((candidate, index) => candidate !== old[index]);
  return ` -> ${line?.trim()}`;
}

const GROUPS: Record<string, string> = {
  AuthorizationPolicy: 'security.istio.io/v1',
  PeerAuthentication: 'security.istio.io/v1',
  RequestAuthentication: 'security.istio.io/v1',
  Telemetry: 'telemetry.istio.io/v1',
  EnvoyFilter: 'networking.istio.io/v1alpha3',
  WasmPlugin: 'extensions.istio.io/v1alpha1',
  IstioOperator: 'install.istio.io/v1alpha1',
  HTTPRoute: 'gateway.networking.k8s.io/v1',
  KubernetesGateway: 'gateway.networking.k8s.io/v1',
};

/** A manifest of a kind in its preferred version; `spec` is YAML and is indented below `spec:`. */
export function manifest(kind: string, spec: string): string {
  const body = spec
    .trim()
    .split('\n')
    .map((line) => `  ${line}`)
    .join('\n');
  const apiVersion = GROUPS[kind] ?? 'networking.istio.io/v1';
  return `apiVersion: ${apiVersion}\nkind: ${kind.replace('Kubernetes', '')}\nmetadata:\n  name: test\nspec:\n${body}\n`;
}
