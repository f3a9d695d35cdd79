import { defineRule } from '../../engine/rule.ts';
import { isProxyOnly } from '../../mesh/membership.ts';
import { isSystemNamespace } from '../../mesh/namespaces.ts';
import { containersOf, type Workload } from '../../mesh/workloads.ts';
import { parseQuantity } from '../../values/quantity.ts';
import { isBelow, RESOURCE_NAMES } from '../../values/resources.ts';
import { replaceScalar } from '../../yaml/edit.ts';
import type { Field } from '../../yaml/field.ts';

/** A starved sidecar slows every request of its pod down, or is killed and takes the pod's traffic with it. */
export default defineRule({
  summary: 'Sidecars request the CPU and memory that they need',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'warning', strict: 'warning', production: 'warning' },
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
      help: 'Request at least {{least}}, or delete the line for the default of the mesh.',
    },
    'limit-below-request': {
      text: 'The limit of {{found}} of {{resource}} is below the request of {{least}}, so Kubernetes refuses the pod.',
      help: 'Raise the limit, or lower the request.',
    },
    'only-limit': {
      text: 'Only a limit of {{resource}} is set for the sidecar, and Kubernetes takes it as the request too.',
      help: 'Set the request as well: {{least}} is the least.',
    },
    'tight-memory': {
      text: 'A memory limit of {{found}} is close to the request of {{least}}: Envoy is killed as soon as configuration or traffic grows.',
      help: 'Give it a limit of at least twice the request.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/reference/config/annotations/',
    'https://istio.io/latest/docs/ops/deployment/performance-and-scalability/',
  ],
  checkMesh(mesh, context) {
    const { sidecar } = context.options;
    for (const workload of mesh.workloads()) {
      if (isSystemNamespace(workload.namespace)) continue;
      checkAnnotations(workload);
      const proxy = containersOf(workload).find((container) => container.child('name').string === 'istio-proxy');
      if (proxy && !isProxyOnly(workload)) checkBlock(proxy.child('resources'));
    }
    for (const { components } of mesh.installs()) {
      for (const { name, resources } of components) if (name === 'sidecar') checkBlock(resources);
    }

    function checkAnnotations({ annotations }: Workload): void {
      for (const resource of RESOURCE_NAMES) {
        const [request, limit] = ANNOTATIONS[resource].map((name) => annotations.child(name));
        if (request && limit) checkPair(resource, request, limit);
      }
    }

    function checkBlock(resources: Field): void {
      for (const resource of RESOURCE_NAMES)
        checkPair(resource, resources.get('requests', resource), resources.get('limits', resource));
    }

    function checkPair(resource: 'cpu' | 'memory', request: Field, limit: Field): void {
      const least = sidecar[resource];
      const [asked, most] = [request.scalar, limit.scalar];
      const data = { resource, found: String(asked), least };
      if (isBelow(asked, least)) report(request, 'small', data, least);
      if (!limit.isSet || limit.isUnknown || request.isUnknown) return;
      if (!request.isSet) context.report(limit, 'only-limit', { resource, least }, { level: 'info' });
      else if (isBelow(most, asked))
        report(limit, 'limit-below-request', { resource, found: String(most), least: String(asked) });
      else if (resource === 'memory' && isBelow(most, doubled(asked))) {
        context.report(limit, 'tight-memory', { found: String(most), least: String(asked) }, { level: 'info' });
      }
    }

    function report(
      field: Field,
      messageId: 'small' | 'limit-below-request',
      data: Record<string, string>,
      wanted?: string,
    ): void {
      const edit = wanted === undefined ? undefined : replaceScalar(field, wanted);
      const level = messageId === 'limit-below-request' ? { level: 'error' as const } : {};
      context.report(field, messageId, data, {
        ...level,
        ...(edit ? { suggestions: [{ desc: `Request ${wanted}`, edit }] } : {}),
      });
    }
  },
});

const ANNOTATIONS = {
  cpu: ['sidecar.istio.io/proxyCPU', 'sidecar.istio.io/proxyCPULimit'],
  memory: ['sidecar.istio.io/proxyMemory', 'sidecar.istio.io/proxyMemoryLimit'],
};

/** Twice a quantity, as a number of its base unit. */
function doubled(value: unknown): number | undefined {
  const quantity = parseQuantity(value);
  return quantity === undefined ? undefined : quantity * 2;
}
