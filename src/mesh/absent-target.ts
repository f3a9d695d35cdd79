import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { doMeet } from './meeting.ts';
import { TARGET_GROUPS, targetsNamed } from './policy-targets.ts';
import { type Absence, absenceOf, type Inquirer, isInventoried } from './references.ts';
import { roleOfClass } from './waypoints.ts';

/** Why a reference attaches a policy to nothing. */
export type AbsentTarget =
  /** What it names is not there, for sure or because it looks misspelt. */
  | ({ why: 'missing' } & Absence)
  /** It is a host of a ServiceEntry, whose name is wanted. */
  | { why: 'host'; near: string }
  /** What it names is in another namespace than the policy. */
  | { why: 'elsewhere'; target: Resource }
  /** A class is a target for policies of the root namespace alone. */
  | { why: 'class-namespace' }
  /** The class is none of waypoints. */
  | { why: 'class' };

/**
 * Why a reference of a policy leads to nothing; undefined where it leads to something, or may, and for references that are not
 * well-formed.
 */
export function absentTarget(inquirer: Inquirer, policy: Resource, reference: Field): AbsentTarget | undefined {
  const [kind, name] = [reference.textOf('kind') ?? '', reference.textOf('name')];
  const group = reference.child('group');
  const given = group.string === 'core' ? '' : (group.string ?? '');
  if (!name || group.isUnknown || reference.has('namespace')) return undefined;
  if (!Object.hasOwn(TARGET_GROUPS, kind) || given !== TARGET_GROUPS[kind]) return undefined;
  return kind === 'GatewayClass' ? absentClass(inquirer, policy, name) : absentObject(inquirer, policy, kind, name);
}

function absentObject(inquirer: Inquirer, policy: Resource, kind: string, name: string): AbsentTarget | undefined {
  const { mesh, options } = inquirer;
  const home = mesh.namespaceOf(policy);
  const named = targetsNamed(mesh, kind, name);
  if (named.map((target) => mesh.namespaceOf(target)).some((each) => !home || !each || each === home)) return undefined;
  if (mesh.isExternal({ kind, namespace: home, name })) return undefined;
  // In another folder it may belong to another lesson, or another cluster.
  const met = named.find((target) => options.world === 'closed' || doMeet(mesh, policy, target));
  if (met) return { why: 'elsewhere', target: met };
  const entries = kind === 'ServiceEntry' ? mesh.hosts().entries(name) : [];
  const byHost = entries.find((entry) => mesh.namespaceOf(entry) === home && entry.name);
  if (byHost) return { why: 'host', near: byHost.name };
  const group = TARGET_GROUPS[kind] ?? '';
  const known = mesh.ofKind(kind, group).filter((each) => mesh.mayBeIn(each, home));
  const names = known.map((each) => each.name).filter(Boolean);
  const isWhole = () => isInventoried(mesh, home, [group, kind]);
  const absence = absenceOf(inquirer, { kind, namespace: home, name }, names, isWhole);
  return absence && { why: 'missing', ...absence };
}

/** The class of waypoints, which alone policies are attached to. Source: `ShouldAttachPolicy` of istio/istio. */
export const WAYPOINT_CLASS = 'istio-waypoint';

function absentClass(inquirer: Inquirer, policy: Resource, name: string): AbsentTarget | undefined {
  const { mesh } = inquirer;
  const home = mesh.namespaceOf(policy);
  if (home && home !== mesh.rootNamespace) return { why: 'class-namespace' };
  const role = roleOfClass(mesh, name);
  if (role === 'waypoint') return undefined;
  if (role === 'gateway' || targetsNamed(mesh, 'GatewayClass', name).length > 0) return { why: 'class' };
  // Classes are brought by controllers: that the set has some says nothing of others.
  const absence = absenceOf(inquirer, { kind: 'GatewayClass', namespace: '', name }, [WAYPOINT_CLASS], () => false);
  return absence && { why: 'missing', ...absence };
}
