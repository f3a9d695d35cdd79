import type { FileReport, Finding, Range, RelatedLocation, Report, RuleInfo } from '../../src/report.ts';
import type { ReporterOptions } from '../../src/reporters/reporter.ts';
import { LineIndex } from '../../src/yaml/lines.ts';

export const options: ReporterOptions = {
  cwd: '/repo',
  root: '/repo',
  realPath: (path) => path,
  color: false,
  width: 100,
  hyperlinks: false,
};

/** Range of the `nth` (1-based) occurrence of `needle`. */
export function rangeOf(source: string, needle: string, nth = 1): Range {
  let start = -1;
  for (let found = 0; found < nth; found++) {
    start = source.indexOf(needle, start + 1);
    if (start < 0) throw new Error(`no occurrence ${found + 1} of ${needle}`);
  }
  return new LineIndex(source).range(start, start + needle.length);
}

export function finding(range: Range, parts: Partial<Finding> = {}): Finding {
  return {
    ...range,
    ruleId: 'virtual-service/weights-sum',
    messageId: 'sum',
    level: 'error',
    message: 'The weights of this route add up to 110, not 100',
    documentIndex: 0,
    pointer: '/spec/http/0/route/1/weight',
    resource: { apiVersion: 'networking.istio.io/v1', kind: 'VirtualService', namespace: 'prod', name: 'reviews' },
    codes: [],
    related: [],
    ...parts,
  };
}

export function related(filePath: string, range: Range, message: string): RelatedLocation {
  return { filePath, ...range, message };
}

export function rule(id: string, parts: Partial<RuleInfo> = {}): RuleInfo {
  return {
    id,
    summary: `What ${id} is about`,
    url: `https://mesh-lint.example/rules/${id}`,
    level: 'error',
    precision: 'very-high',
    type: 'problem',
    tags: ['traffic'],
    codes: [],
    ...parts,
  };
}

export function report(files: FileReport[], parts: Partial<Report> = {}): Report {
  return {
    files,
    rules: [],
    scope: {
      files: files.length,
      documents: files.length,
      checkedResources: files.length,
      readOnly: {},
      templates: 0,
      openReferences: {},
      istioVersion: '1.31',
    },
    version: '0.1.0',
    ruleUrl: (id) => parts.rules?.find((rule) => rule.id === id)?.url,
    ...parts,
  };
}

const REVIEWS = `apiVersion: networking.istio.io/v1
kind: VirtualService
metadata:
  name: reviews
  namespace: prod
spec:
  hosts:
    - reviews
  http:
    - route:
        - destination:
            host: reviews
            subset: v1
          weight: 90
        - destination:
            host: reviews
            subset: v3
          weigth: 5
          weight: 20
`;

const RULES = `apiVersion: networking.istio.io/v1
kind: DestinationRule
metadata:
  name: reviews
  namespace: prod
spec:
  host: reviews
  trafficPolicy:
    tls:
      mode: DISABLE
  subsets:
    - name: v1
      labels: { version: v1 }
    - name: v2
      labels: { version: v2 }
---
apiVersion: v1
kind: Secret
metadata:
  name: reviews-credential
  namespace: prod
stringData:
  tls.crt: |
    hunter2
  tls.key: hunter3
`;

const BROKEN = `apiVersion: v1
kind: Service
metadata:
\tname: ratings
`;

/** A report with something of everything, as a person would meet it. */
export function sampleReport(): Report {
  const reviews = '/repo/k8s/reviews.yaml';
  const rules = '/repo/k8s/rules.yaml';
  const destinationRule = {
    apiVersion: 'networking.istio.io/v1',
    kind: 'DestinationRule',
    namespace: 'prod',
    name: 'reviews',
  };
  const secret = { apiVersion: 'v1', kind: 'Secret', namespace: 'prod', name: 'reviews-credential' };
  return report(
    [
      { filePath: '/repo/k8s/clean.yaml', source: 'kind: Namespace\n', findings: [] },
      {
        filePath: reviews,
        source: REVIEWS,
        findings: [
          finding(rangeOf(REVIEWS, 'v3'), {
            ruleId: 'virtual-service/unknown-subset',
            message: 'Subset `v3` is not defined for host `reviews`',
            help: 'Add the subset to a DestinationRule of that host, or route to `v1` or `v2`',
            pointer: '/spec/http/0/route/1/destination/subset',
            codes: ['IST0101', 'KIA1107'],
            related: [related(rules, rangeOf(RULES, 'reviews', 2), 'the subsets of the host are defined here')],
          }),
          finding(rangeOf(REVIEWS, 'weigth'), {
            ruleId: 'core/unknown-field',
            message: 'Unknown field `weigth`',
            help: 'Did you mean `weight`?',
            pointer: '/spec/http/0/route/1/weigth',
          }),
          finding(rangeOf(REVIEWS, '20'), {
            help: 'Make them add up to 100',
            related: [related(reviews, rangeOf(REVIEWS, '90'), 'the other weight')],
          }),
        ],
      },
      {
        filePath: rules,
        source: RULES,
        findings: [
          finding(rangeOf(RULES, 'DISABLE'), {
            ruleId: 'security/mtls-conflict',
            level: 'warning',
            message: 'Clients send plain text to a host that takes mutual TLS only',
            help: 'Use ISTIO_MUTUAL, or leave the mode out',
            pointer: '/spec/trafficPolicy/tls/mode',
            resource: destinationRule,
            related: [related('/elsewhere/peer.yaml', rangeOf('mode: STRICT', 'STRICT'), 'STRICT is set here')],
          }),
          finding(rangeOf(RULES, 'hunter3'), {
            ruleId: 'gateway/secret-type',
            level: 'info',
            message: 'A credential of a Gateway should be of type kubernetes.io/tls',
            pointer: '/stringData/tls.key',
            documentIndex: 1,
            resource: secret,
            related: [related(rules, rangeOf(RULES, 'hunter2'), 'its certificate')],
          }),
        ],
      },
      {
        filePath: '/other/broken.yaml',
        source: BROKEN,
        findings: [
          finding(rangeOf(BROKEN, '\t'), {
            ruleId: 'core/yaml-syntax',
            message: 'A tab cannot indent YAML',
            fatal: true,
            pointer: '',
            resource: null,
          }),
        ],
      },
    ],
    {
      rules: [
        rule('core/unknown-field'),
        rule('core/yaml-syntax'),
        rule('gateway/secret-type', { level: 'info', type: 'suggestion' }),
        rule('security/mtls-conflict', { level: 'warning', securitySeverity: '6.5', codes: ['KIA0207'] }),
        rule('virtual-service/unknown-subset', { codes: ['IST0101', 'KIA1107'] }),
        rule('virtual-service/weights-sum', { precision: 'high' }),
      ],
      scope: {
        files: 4,
        documents: 5,
        checkedResources: 2,
        readOnly: { Namespace: 1, NetworkPolicy: 2, Deployment: 3, Ingress: 2 },
        templates: 2,
        openReferences: {},
        istioVersion: '1.31',
      },
    },
  );
}
