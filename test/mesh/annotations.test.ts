import { describe, expect, it } from 'vitest';
import { annotatedIn } from '../../src/mesh/annotations.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

/** What is annotated in a manifest: the kind, `!` where istioctl looks at it, the annotations and labels. */
function annotated(manifest: string): string[] {
  const mesh = new Mesh([readSource('/a.yaml', manifest)], { rootNamespace: 'istio-system', namespace: '' });
  const [resource] = mesh.resources;
  if (!resource) throw new Error('no resource');
  return annotatedIn(resource, mesh).map(({ kind, isAnalyzed, annotations, labels }) =>
    [`${kind}${isAnalyzed ? '!' : ''}`, ...annotations.keys(), ...labels.keys()].join(' '),
  );
}

const OWN = 'metadata: {name: a, annotations: {own: "1"}, labels: {mine: "1"}}';
const TEMPLATE = 'template: {metadata: {annotations: {pods: "1"}, labels: {theirs: "1"}}}';

describe('annotatedIn', () => {
  it.each([
    ['v1', 'Namespace', '{}', ['Namespace! own mine']],
    ['v1', 'Service', '{}', ['Service! own mine']],
    ['v1', 'Pod', `{${TEMPLATE}}`, ['Pod! own mine']],
    ['v1', 'ConfigMap', '{}', ['ConfigMap own mine']],
    ['apps/v1', 'Deployment', `{${TEMPLATE}}`, ['Deployment! own mine', 'Pod pods theirs']],
    ['apps/v1', 'StatefulSet', `{${TEMPLATE}}`, ['StatefulSet own mine', 'Pod pods theirs']],
    ['extensions/v1beta1', 'Deployment', `{${TEMPLATE}}`, ['Deployment own mine', 'Pod pods theirs']],
    ['serving.knative.dev/v1', 'Service', `{${TEMPLATE}}`, ['Service own mine', 'Pod pods theirs']],
    ['batch/v1', 'CronJob', `{${TEMPLATE}}`, ['CronJob own mine', 'Pod']],
    ['batch/v1', 'CronJob', `{jobTemplate: {spec: {${TEMPLATE}}}}`, ['CronJob own mine', 'Pod pods theirs']],
    ['apps/v1', 'Deployment', '{template: pods}', ['Deployment! own mine', 'Pod']],
    ['apps/v1', 'Deployment', 'null', ['Deployment! own mine', 'Pod']],
    // A namesake of another group makes no pods that anybody knows.
    ['example.org/v1', 'Deployment', `{${TEMPLATE}}`, ['Deployment own mine']],
    ['networking.istio.io/v1', 'VirtualService', `{${TEMPLATE}}`, ['VirtualService own mine']],
  ])('of %s %s with %s', (apiVersion, kind, spec, wanted) => {
    expect(annotated(`{apiVersion: ${apiVersion}, kind: ${kind}, ${OWN}, spec: ${spec}}`)).toEqual(wanted);
  });

  it('are none where metadata are no map', () => {
    expect(annotated('{apiVersion: v1, kind: Service, metadata: "${METADATA}"}')).toEqual(['Service!']);
    expect(annotated('{apiVersion: v1, kind: Service, metadata: {annotations: [own], labels: mine}}')).toEqual([
      'Service!',
    ]);
  });
});
