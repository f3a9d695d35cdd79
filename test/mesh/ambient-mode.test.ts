import { expect, it } from 'vitest';
import { hasAmbientMode } from '../../src/mesh/ambient-mode.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

function isAmbient(files: Record<string, string>): boolean {
  const sources = Object.entries(files).map(([path, text]) => readSource(path, text));
  return hasAmbientMode(new Mesh(sources, { rootNamespace: 'istio-system', namespace: '' }));
}

const labelled = (kind: string, labels: string) =>
  `{apiVersion: v1, kind: ${kind}, metadata: {name: a, labels: ${labels}}, spec: {}}`;
const operator = (spec: string) => `{apiVersion: install.istio.io/v1alpha1, kind: IstioOperator, spec: ${spec}}`;
const ztunnel = (labels: string) =>
  `{apiVersion: apps/v1, kind: DaemonSet, metadata: {name: z}, spec: {template: {metadata: {labels: ${labels}}, spec: {containers: [{name: istio-proxy}]}}}}`;

it.each([
  ['nothing', '', false],
  ['a Namespace', labelled('Namespace', '{istio.io/dataplane-mode: ambient}'), true],
  ['a Pod', labelled('Pod', '{istio.io/dataplane-mode: ambient}'), true],
  // A Service's own labels bring no pods in.
  ['a Service', labelled('Service', '{istio.io/dataplane-mode: ambient}'), false],
  ['another mode', labelled('Namespace', '{istio.io/dataplane-mode: none}'), false],
  ['another case', labelled('Namespace', '{istio.io/dataplane-mode: Ambient}'), false],
  ['a mode to be filled in', labelled('Namespace', '{istio.io/dataplane-mode: "${MODE}"}'), false],
  ['labels that are no map', labelled('Namespace', '[ambient]'), false],
  ['the profile', operator('{profile: ambient}'), true],
  ['a profile of a platform', operator('{profile: openshift-ambient}'), true],
  ['the profile of charts', operator('{values: {profile: ambient}}'), true],
  ['another profile', operator('{profile: demo}'), false],
  ['a profile to be filled in', operator('{profile: "${ambient}"}'), false],
  ['a profile that is no text', operator('{profile: [ambient]}'), false],
  ['the component', operator('{components: {ztunnel: {enabled: true}}}'), true],
  ['the component, perhaps', operator('{components: {ztunnel: {enabled: "${ZTUNNEL}"}}}'), true],
  ['the component, off', operator('{components: {ztunnel: {enabled: false}}}'), false],
  ['a plain manifest', ztunnel('{app: ztunnel}'), true],
  ['another DaemonSet', ztunnel('{app: istio-cni}'), false],
])('%s', (_, text, wanted) => expect(isAmbient({ '/a.yaml': text })).toBe(wanted));

it.each([
  ['a Namespace', labelled('Namespace', '{istio.io/dataplane-mode: ambient}'), true],
  ['an install', operator('{profile: ambient}'), true],
  ['another label', labelled('Namespace', '{team: ambient}'), false],
])('a patch of %s', (_, patch, wanted) => {
  const files = {
    '/a/base.yaml': labelled('Namespace', '{}'),
    '/a/patch.yaml': patch,
    '/a/kustomization.yaml': '{resources: [base.yaml], patches: [{path: patch.yaml}]}',
  };
  expect(isAmbient(files)).toBe(wanted);
});
