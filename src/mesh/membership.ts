import { dirname, resolve } from 'node:path';
import type { SourceFile } from '../yaml/document.ts';
import { readEmbedded } from '../yaml/embedded.ts';
import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import {
  DATAPLANE_MODE_LABEL,
  INJECTION_LABEL,
  isInjected,
  isOpen,
  MEMBERSHIP_LABELS,
  type Membership,
  membershipOf,
  ownChoice,
  REVISION_LABEL,
} from './injection.ts';
import { installsOf } from './install/find.ts';
import { labelSelectorMatches } from './label-selector.ts';
import type { Mesh } from './mesh.ts';
import { containersOf, type Workload } from './workloads.ts';

/** The option of rules about workloads of the mesh: what of those that may be in it? */
export const SURELY_OPTION = {
  type: 'boolean',
  default: false,
  description: 'Look only at workloads that are in the mesh for sure, as istioctl does, and not at those that may be.',
};

/** How the pods of a workload take part in the mesh; unknown where alternatives of their Namespace disagree or are patched. */
export function membershipIn(mesh: Mesh, workload: Workload): Membership {
  return mesh.askAbout(findMembership, workload);
}

function findMembership(mesh: Mesh, workload: Workload): Membership {
  if (isLabelledByKustomize(mesh, workload.namespace) && ownChoice(workload) === undefined) return 'unknown';
  const manifests = mesh.namespaces().get(workload.namespace)?.manifests ?? [];
  const byDefault = injectsByDefault(mesh);
  const membership = membershipOf(workload, manifests[0], byDefault);
  if (manifests.length < 2) return membership;
  const isSure = manifests.every((manifest) => membershipOf(workload, manifest, byDefault) === membership);
  return isSure ? membership : 'unknown';
}

/**
 * Will the pods go through Istio's injector? Undefined where nobody can tell: labels that decide are not known, or
 * alternatives of their Namespace disagree. Webhooks among the files decide themselves, and a Namespace that is not among them
 * has no labels to these, as istioctl has it.
 */
export function passesInjector(mesh: Mesh, workload: Workload): boolean | undefined {
  const manifests = mesh.namespaces().get(workload.namespace)?.manifests ?? [];
  const webhooks = mesh.ask(injectorWebhooks);
  const labels = [workload.labels, ...manifests.map((manifest) => manifest.labels)];
  const areOpen = labels.some((each) => isOpen(each) || (webhooks.length > 0 && each.hasUnknown));
  if (areOpen || isLabelledByKustomize(mesh, workload.namespace)) return undefined;
  const byDefault = injectsByDefault(mesh);
  const answers = new Set(
    (manifests.length > 0 ? manifests : [undefined]).map((manifest) =>
      webhooks.length > 0
        ? webhooks.some((webhook) => takes(webhook, workload, manifest))
        : isInjected(workload, manifest, byDefault),
    ),
  );
  const [only] = answers;
  return answers.size === 1 ? only : undefined;
}

/** Does a webhook take the pods, or may it? Every Namespace has its name for a label, which nobody writes. */
function takes(webhook: Field, workload: Workload, namespace: Resource | undefined): boolean {
  const matches = (selector: Field, labels: Record<string, string>) => labelSelectorMatches(selector, labels) !== false;
  const named = workload.namespace ? { 'kubernetes.io/metadata.name': workload.namespace } : {};
  return (
    matches(webhook.child('namespaceSelector'), { ...textLabels(namespace?.labels), ...named }) &&
    matches(webhook.child('objectSelector'), textLabels(workload.labels))
  );
}

function textLabels(labels: Field | undefined): Record<string, string> {
  return Object.fromEntries((labels?.entries() ?? []).map(({ name, value }) => [name, String(value ?? '')]));
}

function injectorWebhooks(mesh: Mesh): Field[] {
  return mesh
    .ofKind('MutatingWebhookConfiguration')
    .flatMap((configuration) => [...configuration.root.child('webhooks').items()])
    .filter((webhook) => webhook.textOf('name')?.endsWith('sidecar-injector.istio.io'));
}

/** Do the labels of a Namespace put its pods into ambient mode, without sidecars? */
export function isAmbientNamespace(mesh: Mesh, namespace: string): boolean {
  const manifests = mesh.namespaces().get(namespace)?.manifests ?? [];
  return (
    manifests.length > 0 &&
    manifests.every(
      ({ labels }) =>
        labels.child(DATAPLANE_MODE_LABEL).string === 'ambient' &&
        labels.child(INJECTION_LABEL).string !== 'enabled' &&
        !labels.child(REVISION_LABEL).exists,
    )
  );
}

/** Workloads of a namespace that its labels decide about; none where pods ask for a proxy one by one. */
export function undecidedWorkloads(mesh: Mesh, namespace: string): Workload[] {
  const own = mesh
    .workloads()
    .filter((workload) => workload.namespace === namespace && !isProxyOnly(workload) && !usesHostNetwork(workload));
  const choices = new Set(own.map(ownChoice));
  if ((['sidecar', 'ambient', 'unknown'] as const).some((choice) => choices.has(choice))) return [];
  return own.filter((workload) => ownChoice(workload) === undefined);
}

/** Does a kustomization give the Namespace one of the labels, by a patch or as a label for all of its resources? */
export function isLabelledByKustomize(mesh: Mesh, namespace: string): boolean {
  return !mesh.kustomizations.isEmpty && mesh.askAbout(findsKustomizeLabel, namespace);
}

function findsKustomizeLabel(mesh: Mesh, namespace: string): boolean {
  return (
    mesh.files.some(
      ({ path, documents }) =>
        mesh.kustomizations.isPatch(path) && documents.some(({ root }) => patches(root, namespace)),
    ) || mesh.kustomizations.roots.some((root) => kustomizationLabels(mesh, root, namespace))
  );
}

/** Are pods of namespaces without any label injected? */
export function injectsByDefault(mesh: Mesh): boolean {
  return mesh.ask(readInjectsByDefault);
}

function readInjectsByDefault(mesh: Mesh): boolean {
  const path = ['sidecarInjectorWebhook', 'enableNamespacesByDefault'];
  return installsOf(mesh).some(
    ({ root }) => root.get(...path).boolean === true || root.get('spec', 'values', ...path).boolean === true,
  );
}

/** Gateways, waypoints and ztunnel: pods with a proxy alone, whose image may be filled in on injection. */
export function isProxyOnly(workload: Workload): boolean {
  const containers = containersOf(workload);
  return (
    containers.length > 0 &&
    containers.every((container) => container.textOf('name') === 'istio-proxy' || container.textOf('image') === 'auto')
  );
}

function usesHostNetwork({ spec }: Workload): boolean {
  return spec.child('hostNetwork').boolean === true;
}

function kustomizationLabels(mesh: Mesh, root: Field, namespace: string): boolean {
  const added = [root.child('commonLabels'), ...pluck(root.child('labels'), 'pairs')];
  if (added.some(hasLabel)) return true;
  const patched = [...root.child('patches').items(), ...root.child('patchesJson6902').items()];
  const inline = root.child('patchesStrategicMerge').items();
  return (
    inline.some((text) => patchesByText(text, namespace)) ||
    patched.some((patch) => patchesByText(patch.child('patch'), namespace, patch.child('target'))) ||
    patched.some((patch) => patchesByFile(mesh, patch, namespace))
  );
}

/** A patch in a file that is for a target, whatever name stands in it. */
function patchesByFile(mesh: Mesh, patch: Field, namespace: string): boolean {
  const [path, target] = [patch.textOf('path'), patch.child('target')];
  if (path === undefined) return false;
  const file = mesh.ask(filesByPath).get(resolve(dirname(patch.document.file.path), path));
  return file?.documents.some(({ root }) => patches(root, namespace, target)) === true;
}

function filesByPath(mesh: Mesh): ReadonlyMap<string, SourceFile> {
  return new Map(mesh.files.map((file) => [file.path, file]));
}

function patchesByText(text: Field, namespace: string, target?: Field): boolean {
  const root = readEmbedded(text)?.root;
  return root !== undefined && patches(root, namespace, target);
}

/** A patch as a part of a Namespace, or as operations of RFC 6902. Only a target says what the latter are for. */
function patches(root: Field, namespace: string, target?: Field): boolean {
  const targeted = (kind: string | undefined) => kind === undefined || kind === 'Namespace';
  if (root.isList) return targeted(target?.textOf('kind')) && root.items().some(addsLabel);
  if (root.textOf('kind') !== 'Namespace' || !hasLabel(root.get('metadata', 'labels'))) return false;
  return target?.isSet === true || root.get('metadata', 'name').string === namespace;
}

function addsLabel(operation: Field): boolean {
  const path = operation.textOf('path') ?? '';
  if (path === '/metadata/labels') return hasLabel(operation.child('value'));
  return MEMBERSHIP_LABELS.some((label) => path === `/metadata/labels/${label.replaceAll('/', '~1')}`);
}

function hasLabel(labels: Field): boolean {
  return MEMBERSHIP_LABELS.some((label) => labels.child(label).isSet);
}

function pluck(list: Field, name: string): Field[] {
  return list.items().map((item) => item.child(name));
}
