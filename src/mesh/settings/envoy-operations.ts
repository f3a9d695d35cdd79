const MERGES = ['MERGE', 'MERGE_AND_REPLACE_LIST'];
const INSERTS = ['INSERT_BEFORE', 'INSERT_AFTER', 'INSERT_FIRST'];
/** An insertion is taken for ADD where the order of objects means nothing. */
const OF_OBJECTS = ['ADD', 'REMOVE', ...MERGES, ...INSERTS];
const OF_FILTERS = ['ADD', 'REMOVE', 'REPLACE', 'MERGE', ...INSERTS];

/** Source: pilot/pkg/networking/core/envoyfilter of Istio 1.24 to 1.32. */
const APPLIED: Readonly<Record<string, readonly string[] | undefined>> = {
  LISTENER: OF_OBJECTS,
  FILTER_CHAIN: OF_OBJECTS,
  LISTENER_FILTER: OF_FILTERS,
  NETWORK_FILTER: OF_FILTERS,
  HTTP_FILTER: OF_FILTERS,
  ROUTE_CONFIGURATION: MERGES,
  VIRTUAL_HOST: [...OF_OBJECTS, 'REPLACE'],
  HTTP_ROUTE: OF_OBJECTS,
  CLUSTER: OF_OBJECTS,
  EXTENSION_CONFIG: ['ADD', ...INSERTS],
  BOOTSTRAP: [],
};

const OPERATIONS: ReadonlySet<string> = new Set([...OF_OBJECTS, ...OF_FILTERS]);

/** The operations of an EnvoyFilter that istiod applies to the target of a patch; undefined for what is no applyTo. */
export function appliedOperations(applyTo: string): readonly string[] | undefined {
  return Object.hasOwn(APPLIED, applyTo) ? APPLIED[applyTo] : undefined;
}

/** Is it an operation of an EnvoyFilter's patch? */
export function isPatchOperation(operation: string): boolean {
  return OPERATIONS.has(operation);
}

/** Part of a match without which istiod passes over a patch, rather than apply it to all filters. */
export interface FilterSelection {
  /** Below `match`. */
  path: readonly string[];
  /** In words, what it selects. */
  what: string;
}

const LISTENER_FILTER = { path: ['listener', 'listenerFilter'], what: 'listener filter' };
const NETWORK_FILTER = { path: ['listener', 'filterChain', 'filter'], what: 'network filter' };
const HTTP_FILTER = { path: ['listener', 'filterChain', 'filter', 'subFilter'], what: 'HTTP filter' };

const SELECTIONS: Readonly<Record<string, FilterSelection | undefined>> = {
  'REMOVE LISTENER_FILTER': LISTENER_FILTER,
  'REPLACE LISTENER_FILTER': LISTENER_FILTER,
  'MERGE LISTENER_FILTER': LISTENER_FILTER,
  'REMOVE NETWORK_FILTER': NETWORK_FILTER,
  'REPLACE NETWORK_FILTER': NETWORK_FILTER,
  'REMOVE HTTP_FILTER': HTTP_FILTER,
  'REPLACE HTTP_FILTER': HTTP_FILTER,
};

/** What the match of a patch has to select for the operation; undefined where it may select everything. */
export function neededSelection(operation: string, applyTo: string): FilterSelection | undefined {
  return SELECTIONS[`${operation} ${applyTo}`];
}

const UNDOCUMENTED: ReadonlySet<string> = new Set(['ADD HTTP_ROUTE', 'REMOVE HTTP_ROUTE', 'REPLACE LISTENER_FILTER']);

/** Does istiod apply the operation to the target although Istio's reference says that it doesn't? */
export function isUndocumented(operation: string, applyTo: string): boolean {
  return UNDOCUMENTED.has(`${operation} ${applyTo}`);
}

/** Does what comes of the operation depend on the patches that were applied before it? */
export function isRelative(operation: string): boolean {
  return ['INSERT_BEFORE', 'INSERT_AFTER', 'REMOVE', 'REPLACE'].includes(operation);
}
