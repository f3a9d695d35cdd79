import { type AnyRule, codesOf, type OptionSchema, type PresetEntry } from '../src/engine/rule.ts';

export interface NamedRule {
  id: string;
  rule: AnyRule;
}

const FIXES = { safe: 'safe', unsafe: 'unsafe', either: 'safe or unsafe, by message' };

/** The header of a rule's page: its facts, from its metadata. */
export function pageHeader({ rule }: NamedRule): string {
  const presets = Object.entries(rule.presets).map(([name, entry]) => `${name} (${levelOf(entry)})`);
  const rows = [
    ['Level', levelIn(rule)],
    ['Presets', presets.join(', ')],
    ['Answers to', codesOf(rule).join(', ')],
    ['Istio', rule.istio ?? 'all supported versions'],
    ['Fix', rule.fix ? FIXES[rule.fix] : ''],
    ['Since', `mesh-lint ${rule.since}`],
  ].filter(([, value]) => value);
  return `${rule.summary}.\n\n| | |\n|---|---|\n${rows.map(([name, value]) => `| ${name} | ${value} |`).join('\n')}`;
}

/** What the rules of each area are about. */
const AREAS: Readonly<Record<string, string>> = {
  ambient: 'ambient mode: ztunnel, waypoints, enrolment',
  annotation: "annotations and labels in Istio's domain",
  authz: 'AuthorizationPolicy',
  core: 'every document: YAML, schemas, CEL, kinds, names, references to targets; the comments that switch rules off',
  'destination-rule': 'DestinationRule: subsets, load balancing, outlier detection, connection pools, TLS',
  extension: 'EnvoyFilter, WasmPlugin and TrafficExtension',
  gateway: 'Gateway: servers, hosts, certificates, the workloads behind it',
  'gateway-api': 'Gateway API routes and gateways, and policies attached by targetRefs',
  injection: 'sidecar injection of namespaces and pods',
  install: 'what is installed: IstioOperator, Helm values, Argo CD, Flux, Sail Operator',
  'mesh-config': 'MeshConfig and MeshNetworks, wherever they are written',
  multicluster: 'meshes over several clusters',
  'peer-authentication': 'PeerAuthentication: mutual TLS of the mesh, namespaces, workloads and ports',
  'request-auth': 'RequestAuthentication: issuers and keys of tokens',
  service: 'Services: ports and their protocols',
  'service-entry': 'ServiceEntry: hosts, addresses, endpoints, ports',
  sidecar: 'Sidecar: what workloads see and take in',
  telemetry: 'Telemetry: access logs, metrics, tracing',
  'virtual-service': 'VirtualService: routes, destinations, gateways, delegates',
  workload: 'pods and what makes them',
  'workload-entry': 'WorkloadEntry: machines outside of the cluster',
  'workload-group': 'WorkloadGroup: templates of such machines',
};

/** The rules of each area below its heading. */
export function ruleIndex(rules: readonly NamedRule[]): string {
  const sections = [...byArea(rules)].map(
    ([area, own]) => `## ${area}\n\nAbout ${aboutArea(area)}.\n\n${ruleTable(own)}`,
  );
  return sections.join('\n');
}

/** How many rules each area has, with a link to them; `index` leads from the table's page to the index. */
export function areaTable(rules: readonly NamedRule[], index: string): string {
  const rows = [...byArea(rules)].map(
    ([area, own]) => `| [\`${area}\`](${index}#${area}) | ${own.length} | ${aboutArea(area)} |`,
  );
  return `| area | rules | about |\n|---|---|---|\n${rows.join('\n')}\n`;
}

function byArea(rules: readonly NamedRule[]): Map<string, NamedRule[]> {
  const areas = new Map<string, NamedRule[]>();
  for (const rule of rules) {
    const area = rule.id.slice(0, rule.id.indexOf('/'));
    areas.set(area, [...(areas.get(area) ?? []), rule]);
  }
  return areas;
}

function aboutArea(area: string): string {
  const about = AREAS[area];
  if (about === undefined) throw new Error(`scripts/rule-docs.ts does not say what the rules of ${area} are about`);
  return about;
}

function ruleTable(rules: readonly NamedRule[]): string {
  const rows = rules.map(
    ({ id, rule }) => `| [\`${id}\`](${id}.md) | ${levelIn(rule)} | ${rule.summary.replaceAll('|', '\\|')} |`,
  );
  return `| rule | level | what it wants |\n|---|---|---|\n${rows.join('\n')}\n`;
}

/** The rules that offer fixes, and which kind. */
export function fixTable(rules: readonly NamedRule[], prefix: string): string {
  const rows = rules.flatMap(({ id, rule }) =>
    rule.fix ? [`| [\`${id}\`](${prefix}${id}.md) | ${FIXES[rule.fix]} |`] : [],
  );
  return `| rule | its fixes are |\n|---|---|\n${rows.join('\n')}\n`;
}

function levelIn(rule: AnyRule): string {
  const { recommended } = rule.presets;
  return recommended ? levelOf(recommended) : `off (${Object.keys(rule.presets).join(', ')})`;
}

function levelOf(entry: PresetEntry | undefined): string {
  return (Array.isArray(entry) ? entry[0] : entry) ?? 'off';
}

/** The Options section of a page, from the options' schemas; '' where a rule has none. */
export function pageOptions({ rule }: NamedRule): string {
  const options: [string, OptionSchema][] = Object.entries(rule.options ?? {});
  return options
    .map(
      ([name, { default: value, description }]) =>
        `### ${name}\n\n${description} Default: \`${JSON.stringify(value)}\`.`,
    )
    .join('\n\n');
}

export function pageSources({ rule }: NamedRule): string {
  return rule.sources.map((source) => `- <${source}>`).join('\n');
}
