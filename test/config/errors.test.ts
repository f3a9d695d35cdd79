import { describe, expect, it } from 'vitest';
import { inTree, virtualService, WEIGHTS } from './manifests.ts';

const vs = { 'vs.yaml': virtualService('reviews') };

/** What is said of a configuration that can't be used. */
async function refused(text: string, more: Record<string, string> = {}, name = '.meshlintrc.yaml'): Promise<string[]> {
  const { code, stdout, stderr } = await inTree({ ...vs, [name]: text, ...more });
  expect({ code, stdout }).toEqual({ code: 2, stdout: '' });
  return stderr
    .trimEnd()
    .split('\n')
    .map((line) => line.replace(/^mesh-lint: /, ''));
}

describe('mistakes in a configuration exit 2 at their place', () => {
  it.each([
    ['rule: {}', '1:1: a configuration has no "rule"; did you mean "rules"?'],
    [
      'env: {}',
      '1:1: a configuration has no "env"; a configuration has $schema, root, extends, plugins, ignorePatterns, reportUnusedDisableDirectives, rules, overrides, settings',
    ],
    [
      'reportUnusedDisableDirectives: maybe',
      '1:32: reportUnusedDisableDirectives is true, false, off, info, warn or error, not "maybe"',
    ],
    ['istioVersion: 1.30', '1:1: a configuration has no "istioVersion"; it belongs in "settings"'],
    ['core/schema: off', '1:1: a configuration has no "core/schema"; it belongs in "rules"'],
    ['root: yes please', '1:7: root is true or false, not "yes please"'],
    [
      'rules:\n  virtual-service/weight-sum: error',
      '2:3: unknown rule "virtual-service/weight-sum"; did you mean "virtual-service/weights-sum"?',
    ],
    ['rules:\n  nonsense: error', '2:3: unknown rule "nonsense"; "mesh-lint rules" lists them'],
    ['rules: {IST9999: off}', '1:9: unknown rule "IST9999"; "mesh-lint rules" lists them'],
    [
      'rules: {ist0130: off}',
      '1:9: ist0130 is a code of virtual-service/unreachable-rule; a configuration names the rules',
    ],
    ['rules: [core/schema]', '1:1: rules is a map, such as {virtual-service/weights-sum: error}'],
    [`rules: {${WEIGHTS}: fatal}`, `1:38: the level of ${WEIGHTS} is off, info, warn or error, not "fatal"`],
    [`rules: {${WEIGHTS}: 3}`, `1:38: the level of ${WEIGHTS} is off, info, warn or error, not 3`],
    [`rules: {${WEIGHTS}: }`, `1:9: the level of ${WEIGHTS} is off, info, warn or error, not null`],
    [`rules: {${WEIGHTS}: [error, 5]}`, `1:46: ${WEIGHTS} takes [level, {option: value}]`],
    [`rules: {${WEIGHTS}: [error, {}, {}]}`, `1:50: ${WEIGHTS} takes [level, {option: value}]`],
    [
      `rules:\n  ${WEIGHTS}: [error, {allowProportionl: true}]`,
      `2:41: rule ${WEIGHTS} has no option "allowProportionl"; did you mean "allowProportional"?`,
    ],
    [
      `rules:\n  ${WEIGHTS}: [off, {allowProportional: 7}]`,
      `2:58: option allowProportional of rule ${WEIGHTS} must be boolean`,
    ],
    [
      'extends: recomended',
      '1:10: there is no package "meshlint-config-recomended" for "recomended"; did you mean the preset "recommended"?',
    ],
    ['extends: [mesh-lint:strct]', '1:11: unknown preset "strct"; did you mean "strict"?'],
    [
      "extends: '@acme'",
      '1:10: there is no package "@acme/meshlint-config" for "@acme"; "npm install --save-dev @acme/meshlint-config" brings it; presets are recommended, strict, security, ambient, production, istio-validate, istioctl-parity, all',
    ],
    [
      'extends: vs.yaml',
      '1:10: there is no package "meshlint-config-vs.yaml" for "vs.yaml"; did you mean the file "./vs.yaml"?',
    ],
    ['extends: [.]', '1:11: "." is no file; name the configuration in it'],
    [
      'extends: "\\e[31m; x"',
      '1:10: there is no package "meshlint-config-\\u001b[31m; x" for "\\u001b[31m; x"; presets are recommended, strict, security, ambient, production, istio-validate, istioctl-parity, all',
    ],
    ['extends: ./org.yaml', '1:10: "./org.yaml" is not there; paths are relative to the configuration'],
    [
      'extends: plugin:acme',
      '1:10: "plugin:acme" names a plugin, and no configuration of it: plugin:NAME/CONFIGURATION',
    ],
    ['overrides: {}', '1:1: overrides is a list, such as [{files: [vendor/**], rules: {…}}]'],
    ['overrides: [{rules: {}}]', '1:14: an override needs "files" or "resources": what it holds for'],
    ['overrides: [{file: x, rules: {}}]', '1:14: an override has no "file"; did you mean "files"?'],
    [
      'overrides: [{files: ../x.yaml}]',
      '1:21: files takes globs below the folder of the configuration, not "../x.yaml"',
    ],
    ['overrides: [{resources: {kind: Gateway}}]', '1:26: resources has no "kind"; did you mean "kinds"?'],
    ['overrides: [{resources: {}}]', '1:14: resources needs one of kinds, names, namespaces, labels'],
    [
      'settings: {istioVersion: 1.9}',
      '1:26: no schemas for Istio "1.9" here; there are 1.24, 1.25, 1.26, 1.27, 1.28, 1.29, 1.30, 1.31, 1.32',
    ],
    ['settings: {world: close}', '1:19: unknown world "close"; did you mean "closed"?'],
    ['settings: {externals: {host: x}}', '1:24: externals has no "host"; did you mean "hosts"?'],
    ['settings: {context: [../platform]}', '1:22: "../platform" is not there; paths are relative to the configuration'],
    ['settings: {snapshot: 5}', '1:22: "5" is not there; paths are relative to the configuration'],
    ['ignorePatterns: [[]]', '1:18: an item of ignorePatterns is a text, not []'],
    ['- rules', '1:3: a configuration is a map, such as "rules: {…}"'],
    ['rules: {}\nrules: {}', '2:1: duplicate key "rules"'],
    ['rules: {\n', ''],
  ])('%s', async (text, expected) => {
    const [first = ''] = await refused(`${text}\n`);
    expect(first).toMatch(/^\.meshlintrc\.yaml:/);
    if (expected) expect(first).toBe(`.meshlintrc.yaml:${expected}`);
  });

  it('says all that is wrong with a file, in its order', async () => {
    expect(await refused('settings: {world: x}\nrule: {}\nroot: 1\n')).toEqual([
      '.meshlintrc.yaml:1:19: unknown world "x"; there are auto, open, closed',
      '.meshlintrc.yaml:2:1: a configuration has no "rule"; did you mean "rules"?',
      '.meshlintrc.yaml:3:7: root is true or false, not 1',
    ]);
  });

  it('points into JSON and package.json, and into JavaScript by names', async () => {
    expect(await refused('{\n\t"rules": {\n\t\t"x/y": 2\n\t}\n}\n', {}, '.meshlintrc.json')).toEqual([
      '.meshlintrc.json:3:3: unknown rule "x/y"; "mesh-lint rules" lists them',
    ]);
    expect(await refused('{"name": "shop",\n "meshlint": {"rulez": {}}}\n', {}, 'package.json')).toEqual([
      'package.json:2:15: a configuration has no "rulez"; did you mean "rules"?',
    ]);
    expect(await refused("module.exports = { rules: { 'x/y': 'off' } };\n", {}, '.meshlintrc.cjs')).toEqual([
      '.meshlintrc.cjs: rules["x/y"]: unknown rule "x/y"; "mesh-lint rules" lists them',
    ]);
  });

  it('says how a script fails', async () => {
    expect(await refused("\nthrow new Error('no\\nway');\n", {}, '.meshlintrc.cjs')).toEqual([
      '.meshlintrc.cjs fails when it is loaded: Error: no way (line 2)',
    ]);
    expect(await refused('module.exports = () => ({});\n', {}, '.meshlintrc.cjs')).toEqual([
      '.meshlintrc.cjs exports a function; write module.exports = { rules: { … } }',
    ]);
    const [syntax] = await refused('module.exports = {;\n', {}, '.meshlintrc.cjs');
    expect(syntax).toMatch(/^\.meshlintrc\.cjs fails when it is loaded: SyntaxError: .* \(line 1\)$/);
  });

  it('reports what is extended at its own place, and circles', async () => {
    expect(await refused('extends: ./org.yaml\n', { 'org.yaml': 'rules: {x/y: off}\n' })).toEqual([
      'org.yaml:1:9: unknown rule "x/y"; "mesh-lint rules" lists them',
    ]);
    const [circle = ''] = await refused('extends: ./org.yaml\n', { 'org.yaml': 'extends: ./.meshlintrc.yaml\n' });
    expect(circle).toMatch(
      /^org\.yaml:1:10: "extends" goes round in a circle: \.meshlintrc\.yaml → org\.yaml → \.meshlintrc\.yaml$/,
    );
  });

  it('finds mistakes in folders below too', async () => {
    expect(await refused('root: true\n', { 'k8s/.meshlintrc.yaml': 'rules: {x/y: off}\n' })).toEqual([
      'k8s/.meshlintrc.yaml:1:9: unknown rule "x/y"; "mesh-lint rules" lists them',
    ]);
  });

  it('takes an empty one for none', async () => {
    const { code, stderr } = await inTree({ ...vs, '.meshlintrc.yaml': '# nothing yet\n' });
    expect({ code, stderr }).toEqual({ code: 1, stderr: '' });
  });
});
