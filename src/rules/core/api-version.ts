import { defineRule, type ReportExtras } from '../../engine/rule.ts';
import type { Mesh } from '../../mesh/mesh.ts';
import { isPatchTarget } from '../../mesh/patches.ts';
import { suggest } from '../../text/suggest.ts';
import { type Edit, rewriteString } from '../../yaml/edit.ts';
import { CHECKED_KINDS, type Resource } from '../../yaml/resource.ts';

/** The API server knows a kind only in the versions that it serves; old ones go away with an upgrade. */
export default defineRule({
  summary: 'Istio resources are written in the newest version that is served',
  type: 'problem',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    'istio-validate': ['error', { newest: false }],
  },
  fix: 'either',
  options: {
    newest: {
      type: 'boolean',
      default: true,
      description: 'Report versions that are served, but are not the newest; without it only those that are refused.',
    },
  },
  messages: {
    'not-served': {
      text: 'Istio {{istio}} has no {{kind}} in {{apiVersion}}.',
      help: 'Write apiVersion: {{wanted}}.',
    },
    'not-yet': {
      text: 'Istio {{istio}} has no {{kind}} in {{apiVersion}}, which is served since {{since}}.',
      help: 'Write apiVersion: {{wanted}}, or say with --istio-version that the cluster runs Istio {{since}} or later.',
    },
    'not-preferred': {
      text: '{{kind}} {{version}} is an old version of the API; {{wanted}} holds the same fields.',
      help: 'Write apiVersion: {{wanted}}.',
    },
  },
  sources: [
    'https://istio.io/latest/blog/2024/v1-apis/',
    'https://kubernetes.io/docs/tasks/extend-kubernetes/custom-resources/custom-resource-definition-versioning/',
  ],
  kinds: [...CHECKED_KINDS],
  check(resource, context) {
    const { group, kind, version, apiVersion } = resource;
    const served = context.schemas.served(group, kind);
    if (!served || version === served.preferred) return;
    const field = resource.root.child('apiVersion');
    if (field.isUnknown) return;
    const near = suggest(version, served.versions) ?? served.preferred;
    const known = served.versions.includes(version);
    const wanted = `${group}/${known ? served.preferred : near}`;
    const edit = rewriteString(field, wanted);
    const since = context.schemas.servedSince(group, kind, version);
    const data = { apiVersion, kind, version, wanted, istio: context.istioVersion, since: since ?? '' };
    if (!known)
      context.report(field, since === undefined ? 'not-served' : 'not-yet', data, {
        // istioctl installs from an IstioOperator whatever its API version; the API server refuses the others.
        ...(group === 'install.istio.io' ? {} : { level: 'error' }),
        ...(edit ? { suggestions: [{ desc: `Write ${wanted}`, edit }] } : {}),
      });
    else if (context.options.newest && group.endsWith('.istio.io') && !resource.isPatch)
      context.report(field, 'not-preferred', data, fixOf(edit, resource, context.mesh));
  },
});

/** kustomize finds what a patch is for by its version too, and the patches of a base may lie anywhere. */
function fixOf(edit: Edit | undefined, resource: Resource, mesh: Mesh): ReportExtras {
  if (!edit || isPatchTarget(mesh, resource)) return {};
  return { fix: edit, safety: mesh.kustomizations.of(resource.file.path).length > 0 ? 'unsafe' : 'safe' };
}
