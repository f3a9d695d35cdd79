import { describe, expect, it } from 'vitest';
import { envoyPatchProblems, RENAMED } from '../../../src/mesh/settings/envoy-patch.ts';
import { readSource } from '../../../src/yaml/read.ts';

function found(text: string) {
  const [document] = readSource('/a.yaml', `entry: ${text}\n`).documents;
  if (!document) throw new Error('no document');
  return [...envoyPatchProblems(document.root.child('entry'))];
}

function problems(text: string): string[] {
  return found(text).map(
    ({ id, field, at, isWarning }) =>
      `${id} ${field.display.replace(/^entry\.?/, '')} ${at}${isWarning ? ' warns' : ''}`,
  );
}

const PATCH = 'patch: {operation: MERGE, value: {a: b}}';
const MANAGER = 'envoy.filters.network.http_connection_manager';

/** Problems of a filter match. */
function filterProblems(applyTo: string, filter: string): string[] {
  const text = `{applyTo: ${applyTo}, match: {listener: {filterChain: {filter: ${filter}}}}, ${PATCH}}`;
  return problems(text).map((problem) => problem.replace('match.listener.filterChain.filter', 'filter'));
}

describe('parts', () => {
  it.each([
    [`{applyTo: CLUSTER, ${PATCH}}`, []],
    ['{applyTo: CLUSTER, patch: {operation: REMOVE}}', []],
    ['{applyTo: CLUSTER, patch: {operation: MERGE, value: {}}}', []],
    ['{}', ['no-apply-to applyTo key']],
    [`{applyTo: null, ${PATCH}}`, ['no-apply-to applyTo key']],
    [`{applyTo: INVALID, ${PATCH}}`, ['no-apply-to applyTo key']],
    ['{applyTo: CLUSTER}', ['no-patch patch key']],
    ['{applyTo: CLUSTER, patch: null}', ['no-patch patch key']],
    ['{applyTo: CLUSTER, patch: {}}', ['no-operation patch.operation key']],
    ['{applyTo: CLUSTER, patch: {operation: INVALID, value: {}}}', ['no-operation patch.operation key']],
    ['{applyTo: CLUSTER, patch: {operation: ADD}}', ['no-value patch.value key']],
    ['{applyTo: CLUSTER, patch: {operation: ADD, value: null}}', ['no-value patch.value key']],
    ['{applyTo: CLUSTER, match: {listener: {}}, patch: {}}', ['no-operation patch.operation key']],
  ])('%s', (text, wanted) => expect(problems(text)).toEqual(wanted));

  it('of a waypoint are not looked at', () => {
    expect(problems('{match: {context: WAYPOINT}}')).toEqual([]);
    expect(problems('{match: {context: ANY}}')).toEqual(['no-apply-to applyTo key']);
  });
});

describe('objects', () => {
  it.each([
    ['LISTENER', 'listener'],
    ['FILTER_CHAIN', 'listener'],
    ['NETWORK_FILTER', 'listener'],
    ['HTTP_FILTER', 'listener'],
    ['ROUTE_CONFIGURATION', 'routeConfiguration'],
    ['VIRTUAL_HOST', 'routeConfiguration'],
    ['HTTP_ROUTE', 'routeConfiguration'],
    ['CLUSTER', 'cluster'],
    ['EXTENSION_CONFIG', undefined],
    ['BOOTSTRAP', undefined],
    ['LISTENER_FILTER', undefined],
  ])('%s stands in a %s', (applyTo, wanted) => {
    for (const other of ['listener', 'routeConfiguration', 'cluster', 'waypoint']) {
      const isRight = wanted === undefined || other === wanted;
      const text = `{applyTo: ${applyTo}, match: {context: ANY, ${other}: {}}, ${PATCH}}`;
      expect(problems(text), other).toEqual(isRight ? [] : [`other-match match.${other} key`]);
    }
    expect(problems(`{applyTo: ${applyTo}, match: {context: ANY}, ${PATCH}}`)).toEqual([]);
  });

  it('are named', () => {
    const [problem] = found(`{applyTo: CLUSTER, match: {listener: {}}, ${PATCH}}`);
    expect(problem?.data).toEqual({ found: 'listener', target: 'CLUSTER', wanted: 'cluster' });
  });

  it('beside the right one are for the schema', () => {
    expect(problems(`{applyTo: CLUSTER, match: {listener: {}, cluster: {}}, ${PATCH}}`)).toEqual([]);
    expect(problems(`{applyTo: CLUSTER, match: {listener: null}, ${PATCH}}`)).toEqual([]);
  });
});

describe('filters', () => {
  it.each([
    ['NETWORK_FILTER', '{name: a}', []],
    ['NETWORK_FILTER', '{}', ['filter-name filter.name key']],
    ['NETWORK_FILTER', '{name: null}', ['filter-name filter.name key']],
    ['NETWORK_FILTER', '{name: ""}', ['filter-name filter.name value']],
    ['LISTENER', '{name: a}', ['filter-no-effect filter key warns']],
    ['FILTER_CHAIN', '{}', ['filter-no-effect filter key warns', 'filter-name filter.name key']],
    ['HTTP_FILTER', `{name: ${MANAGER}, subFilter: {name: a}}`, []],
    ['HTTP_FILTER', '{name: a, subFilter: {name: a}}', ['sub-filter-manager filter.name value']],
    ['NETWORK_FILTER', `{name: ${MANAGER}, subFilter: {name: a}}`, ['sub-filter-target filter.subFilter key']],
    ['HTTP_FILTER', `{name: ${MANAGER}, subFilter: {}}`, ['filter-name filter.subFilter.name key']],
    ['HTTP_FILTER', `{name: ${MANAGER}, subFilter: {name: ""}}`, ['filter-name filter.subFilter.name key']],
    ['HTTP_FILTER', '{name: envoy.http_connection_manager}', ['deprecated-name filter.name value warns']],
    [
      'HTTP_FILTER',
      '{name: envoy.http_connection_manager, subFilter: {name: envoy.router}}',
      ['deprecated-name filter.name value warns', 'deprecated-name filter.subFilter.name value warns'],
    ],
    ['NETWORK_FILTER', '{name: constructor}', []],
    ['CLUSTER', '{name: a}', ['other-match match.listener key']],
    ['EXTENSION_CONFIG', '{}', []],
  ])('%s of %s', (applyTo, filter, wanted) => expect(filterProblems(applyTo, filter)).toEqual(wanted));

  it('get new names that are not old ones', () => {
    for (const [old, name] of Object.entries(RENAMED)) {
      expect(filterProblems('NETWORK_FILTER', `{name: ${old}}`), old).toEqual([
        'deprecated-name filter.name value warns',
      ]);
      expect(filterProblems('NETWORK_FILTER', `{name: ${name}}`), name).toEqual([]);
    }
  });
});

describe('what cannot be judged', () => {
  it.each([
    `{applyTo: "\${TARGET}", match: {cluster: {}}, ${PATCH}}`,
    `{aplyTo: CLUSTER, ${PATCH}}`,
    '{applyTo: CLUSTER, patc: {operation: MERGE}}',
    '{applyTo: CLUSTER, patch: {opertion: MERGE}}',
    '{applyTo: CLUSTER, patch: {operation: MERGE, vlaue: {}}}',
    '{applyTo: CLUSTER, patch: {operation: "${OPERATION}"}}',
    '{applyTo: CLUSTER, patch: "${PATCH}"}',
    '{applyTo: CLUSTER, patch: [MERGE]}',
    '{applyTo: CLUSTER, patch: {operation: [MERGE]}}',
    '{applyTo: CLUSTER, patch: {operation: MERGE, value: "${VALUE}"}}',
    '[CLUSTER]',
    'null',
    '${ENTRY}',
  ])('%s', (text) => expect(problems(text)).toEqual([]));

  it.each([
    '{name: "${NAME}", subFilter: {}}',
    `{name: ${MANAGER}, subFilter: {name: "\${NAME}"}}`,
    `{name: ${MANAGER}, subFilter: {nmae: a}}`,
    '{nam: a}',
    '{name: [a]}',
    'null',
    '[a]',
  ])('a filter %s', (filter) => expect(filterProblems('HTTP_FILTER', filter)).toEqual([]));
});
