import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { groupBy } from './group-by.ts';
import { SelectorIndex } from './label-index.ts';
import { doMeet } from './meeting.ts';
import type { Mesh } from './mesh.ts';
import { isPatched } from './patches.ts';
import { hasSelector, modeField, type PolicyScope, peerAuthentications, scopeOf } from './peer-authentication.ts';
import { selectorOf } from './selected-workloads.ts';
import { maySelect, selects } from './selection.ts';
import type { Workload } from './workloads.ts';

export type MtlsMode = 'STRICT' | 'PERMISSIVE' | 'DISABLE';

/** The mode that holds for a workload, and who says so. */
export interface EffectiveMtls {
  mode: MtlsMode;
  /** The policy that decides, and the place of its mode; undefined where it is Istio's default, PERMISSIVE. */
  decided: { policy: Resource; field: Field; scope: PolicyScope } | undefined;
}

/**
 * The mutual TLS mode that a sidecar of the workload would follow, in general or at a port of its containers. Undefined where
 * the files cannot show it: a mode that is not known, or several policies of one scope that disagree, of which Istio takes
 * the oldest. A policy that is applied together with the workload (Mesh.worldsOf) takes the place of alternatives elsewhere;
 * where there is none, what the tree holds counts as long as it says one thing.
 * Source: istio/istio pilot/pkg/security/authn, ComposePeerAuthentication and GetMutualTLSModeForPort.
 */
export function effectiveMtls(mesh: Mesh, workload: Workload, port?: number): EffectiveMtls | undefined {
  const { sure, open } = candidatesFor(mesh, workload);
  const answer = decide(sure, port);
  const isSame = (one: Candidate) => {
    const others = sure.filter(({ policy }) => policy.scope !== one.policy.scope);
    return decide([...others, one], port)?.mode === answer?.mode;
  };
  return open.every(isSame) ? answer : undefined;
}

/**
 * The mode that a policy writes, and its place: that of a port of the containers, else its own; UNSET where it leaves it to
 * wider policies. Undefined where it is not known. Ports count only beside a selector.
 */
export function writtenMode(policy: Resource, port?: number): { mode: MtlsMode | 'UNSET'; field: Field } | undefined {
  const ports = policy.spec.child('portLevelMtls');
  if (port !== undefined && hasSelector(policy) && ports.exists) {
    if (ports.isUnknown || ports.entries().some(({ name }) => Number.isNaN(Number(name)))) return undefined;
    const own = ports.entries().find(({ name }) => Number(name) === port);
    const ofPort = own && read(own.child('mode'));
    if (own && ofPort?.mode !== 'UNSET') return ofPort;
  }
  return read(modeField(policy));
}

const NARROW_TO_WIDE: readonly PolicyScope[] = ['workload', 'namespace', 'mesh'];

const MODES: readonly (MtlsMode | 'UNSET')[] = ['STRICT', 'PERMISSIVE', 'DISABLE', 'UNSET'];

function read(field: Field): { mode: MtlsMode | 'UNSET'; field: Field } | undefined {
  const mode = field.isSet ? MODES.find((each) => each === field.string) : 'UNSET';
  return mode && { mode, field };
}

interface Policy {
  resource: Resource;
  scope: PolicyScope;
  /** '' where nobody says. */
  home: string;
  selector: Field;
  /** May a patch of a kustomization change what it says? */
  isPatched: boolean;
}

/** A policy that holds for a workload, or may. */
interface Candidate {
  policy: Policy;
  /** Is it applied together with the workload? */
  isMet: boolean;
  /** Does it hold for the workload, wherever both are applied? */
  isSure: boolean;
}

function decide(candidates: readonly Candidate[], port: number | undefined): EffectiveMtls | undefined {
  for (const scope of NARROW_TO_WIDE) {
    const own = candidates.flatMap(({ policy }) => (policy.scope === scope ? [policy] : []));
    const [first] = own;
    if (!first) continue;
    const modes = own.map(({ resource, isPatched: isOpen }) => (isOpen ? undefined : writtenMode(resource, port)));
    const [reading] = modes;
    if (!reading || modes.some((other) => other?.mode !== reading.mode)) return undefined;
    const { mode, field } = reading;
    if (mode !== 'UNSET') return { mode, decided: { policy: first.resource, field, scope } };
  }
  return { mode: 'PERMISSIVE', decided: undefined };
}

/** The policies that hold for a workload for sure, and those that may. */
function candidatesFor(mesh: Mesh, workload: Workload): { sure: Candidate[]; open: Candidate[] } {
  const byHome = mesh.ask(policiesByHome);
  const homes = workload.namespace ? new Set([workload.namespace, mesh.rootNamespace, '']) : byHome.keys();
  const near = [...homes].flatMap((home) => byHome.get(home)?.near(workload.labels) ?? []);
  const all = near.flatMap((policy) => candidateFor(mesh, policy, workload) ?? []);
  const met = new Set(all.flatMap(({ isMet, policy }) => (isMet ? [policy.scope] : [])));
  const left = all.filter(({ isMet, policy }) => isMet || !met.has(policy.scope));
  const isSure = (each: Candidate) => each.isSure && (each.isMet || met.size === 0);
  return { sure: left.filter(isSure), open: left.filter((each) => !isSure(each)) };
}

/** Those that Istio heeds: in the root namespace it ignores one with a selector. */
function policiesByHome(mesh: Mesh): Map<string, SelectorIndex<Policy>> {
  const policies = peerAuthentications(mesh).map((resource) => ({
    resource,
    scope: scopeOf(resource, mesh),
    home: mesh.namespaceOf(resource),
    selector: selectorOf(resource),
    isPatched: ['mtls', 'portLevelMtls', 'selector'].some((member) => isPatched(mesh, resource, member)),
  }));
  const heeded = policies.filter(({ scope, home }) => scope !== 'workload' || home !== mesh.rootNamespace);
  const groups = groupBy(heeded, ({ home }) => home);
  return new Map([...groups].map(([home, own]) => [home, new SelectorIndex(own, ({ selector }) => selector)]));
}

function candidateFor(mesh: Mesh, policy: Policy, workload: Workload): Candidate | undefined {
  const { resource, scope, home, selector } = policy;
  const isSelected = selects(selector, workload.labels);
  if (!isSelected && !selector.isUnknown && !maySelect(selector, workload.labels)) return undefined;
  const isMet = doMeet(mesh, resource, workload.resource);
  const isHome = scope === 'mesh' || (home === workload.namespace && (home !== '' || isMet));
  const isOthers = !isMet && hasCopyBeside(mesh, resource, workload);
  return { policy, isMet, isSure: isSelected && isHome && !isOthers };
}

/** Is the policy applied together with another manifest of the same workload? Then it is meant for that one. */
function hasCopyBeside(mesh: Mesh, policy: Resource, workload: Workload): boolean {
  const copies = mesh.ask(workloadsByName).get(nameOf(workload)) ?? [];
  return copies.some(({ resource }) => resource !== workload.resource && doMeet(mesh, policy, resource));
}

function workloadsByName(mesh: Mesh): Map<string, Workload[]> {
  return groupBy(mesh.workloads(), nameOf);
}

function nameOf({ resource, namespace }: Workload): string {
  return `${resource.kind} ${namespace}/${resource.name}`;
}
