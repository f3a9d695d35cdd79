import { defineRule } from '../../engine/rule.ts';
import { INSTALL_KINDS } from '../../mesh/install/install.ts';
import { type SidecarResource, sidecarResources } from '../../mesh/sidecar-resources.ts';
import { raiseTo } from '../../mesh/undersized.ts';
import { WORKLOAD_KINDS } from '../../mesh/workloads.ts';
import { parseQuantity } from '../../values/quantity.ts';
import { isBelow } from '../../values/resources.ts';

/** A starved sidecar slows every request of its pod down, or is killed and takes the pod's traffic with it. */
export default defineRule({
  summary: 'Sidecars request the CPU and memory that they need',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
  fix: 'unsafe',
  options: {
    sidecar: {
      type: 'object',
      properties: { cpu: { type: 'string' }, memory: { type: 'string' } },
      required: ['cpu', 'memory'],
      additionalProperties: false,
      default: { cpu: '100m', memory: '128Mi' },
      description: 'The least that a sidecar may request, as Kubernetes quantities.',
    },
  },
  messages: {
    small: {
      text: 'The sidecar requests {{found}} of {{resource}}, less than the {{least}} that Envoy needs.',
      help: 'Request at least {{least}}.',
    },
    'limit-below-request': {
      text: 'The limit of {{limit}} of {{resource}} is below the request of {{request}}, so Kubernetes refuses the pod.',
      help: 'Raise the limit, or lower the request.',
    },
    'limit-below-default': {
      text: "The limit of {{limit}} of {{resource}} is below the chart's own request of {{request}}, so Kubernetes refuses every injected pod.",
      help: 'Raise the limit, or set the request too.',
    },
    'request-above-default': {
      text: "The request of {{request}} of {{resource}} is above the chart's own limit of {{limit}}, so Kubernetes refuses every injected pod.",
      help: 'Set the limit too.',
    },
    'only-limit': {
      text: 'Only a limit of {{resource}} is set for the sidecar, and Kubernetes takes it as the request too.',
      help: 'Set the request as well: {{least}} is the least.',
    },
    'no-request': {
      text: 'With {{annotation}} none of the resources of the mesh hold for this sidecar, so it requests no {{resource}} at all.',
      help: 'Set {{wanted}} as well.',
    },
    'tight-memory': {
      text: 'A memory limit of {{limit}} is close to the request of {{request}}: Envoy is killed as soon as configuration or traffic grows.',
      help: 'Give it a limit of at least twice the request.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/ops/deployment/performance-and-scalability/',
    'https://kubernetes.io/docs/concepts/configuration/manage-resources-containers/',
  ],
  kinds: [...WORKLOAD_KINDS, ...INSTALL_KINDS],
  checkMesh(mesh, context) {
    for (const found of sidecarResources(mesh)) {
      checkRequest(found);
      checkLimit(found);
    }

    function checkRequest({ resource, request, limit, otherwise, instead }: SidecarResource): void {
      const least = context.options.sidecar[resource];
      const value = request.scalar;
      if (isBelow(value, least))
        context.report(request, 'small', { resource, found: String(value), least }, raiseTo(least, request, limit));
      if (!request.exists && !limit.exists && instead)
        context.report(
          instead,
          'no-request',
          { resource, annotation: instead.name, wanted: request.name },
          { level: 'info', at: 'key' },
        );
      if (!limit.exists && typeof otherwise === 'object' && isBelow(otherwise.limit, value))
        context.report(
          request,
          'request-above-default',
          { resource, request: String(value), limit: otherwise.limit },
          { level: 'error' },
        );
    }

    function checkLimit({ resource, request, limit, otherwise }: SidecarResource): void {
      if (!limit.isSet || limit.isUnknown || request.isUnknown) return;
      if (!request.exists && otherwise === 'nothing') {
        context.report(limit, 'only-limit', { resource, least: context.options.sidecar[resource] }, { level: 'info' });
        return;
      }
      const byDefault = !request.exists && typeof otherwise === 'object';
      const [most, asked] = [limit.scalar, byDefault ? otherwise.request : request.scalar];
      const data = { resource, limit: String(most), request: String(asked) };
      if (isBelow(most, asked))
        context.report(limit, byDefault ? 'limit-below-default' : 'limit-below-request', data, { level: 'error' });
      else if (resource === 'memory' && isBelow(most, doubled(asked)))
        context.report(limit, 'tight-memory', data, { level: 'info' });
    }
  },
});

/** Twice a quantity, as a number of its base unit. */
function doubled(value: unknown): number | undefined {
  const quantity = parseQuantity(value);
  return quantity === undefined ? undefined : quantity * 2;
}
