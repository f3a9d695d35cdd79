import { basename, dirname } from 'node:path';
import { defineRule } from '../../engine/rule.ts';
import type { SourceFile } from '../../yaml/document.ts';
import { YamlDocument } from '../../yaml/document.ts';

/** A template is no manifest yet: it is passed over, once for a whole chart, and said so. */
export default defineRule({
  summary: 'Templates are rendered before they are linted',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: { recommended: 'info', strict: 'info', 'istio-validate': 'info', 'istioctl-parity': 'info' },
  messages: {
    chart: {
      text: '{{files}} of the Helm chart "{{chart}}" can only be linted once rendered, so the chart is passed over.',
      help: "Lint what it renders, from the chart's folder: helm template . | mesh-lint -",
    },
    file: {
      text: 'This file is a template that can only be linted once it is rendered, so it is passed over.',
      help: 'Render it first and lint the result: … | mesh-lint -',
    },
  },
  sources: ['https://helm.sh/docs/helm/helm_template/'],
  checkMesh(mesh, context) {
    const templates = mesh.files.filter(({ template }) => template);
    if (templates.length === 0) return;
    const charts = new Set(
      mesh.files.filter(({ path }) => basename(path) === 'Chart.yaml').map(({ path }) => dirname(path)),
    );
    const ofChart = new Map<string, SourceFile[]>();
    const say = (file: SourceFile, messageId: 'chart' | 'file', data: Record<string, string>) => {
      if (!file.template) return;
      const document = new YamlDocument({ file, index: 0, span: file.template, root: undefined, problems: [] });
      context.reportSpan(document, file.template, messageId, data);
    };
    for (const file of templates) {
      const chart = chartOf(file.path, charts);
      if (chart === undefined) say(file, 'file', {});
      else ofChart.set(chart, [...(ofChart.get(chart) ?? []), file]);
    }
    for (const [directory, files] of ofChart) {
      const [first] = files;
      const count = files.length === 1 ? '1 template' : `${files.length} templates`;
      if (first) say(first, 'chart', { files: count, chart: basename(directory) });
    }
  },
});

function chartOf(path: string, charts: Set<string>): string | undefined {
  for (let directory = dirname(path); directory !== dirname(directory); directory = dirname(directory)) {
    if (charts.has(directory)) return directory;
  }
  return undefined;
}
