import type { YamlDocument } from '../../yaml/document.ts';
import { Field } from '../../yaml/field.ts';
import {
  type Entry,
  entryOf,
  type MapNode,
  mapNode,
  memberOf,
  type ScalarNode,
  type ScalarValue,
  type Span,
  scalarNode,
  setEntry,
  type YamlNode,
} from '../../yaml/node.ts';

/**
 * Argo CD's `helm.parameters` (`name: pilot.resources.requests.cpu`, `value: 100m`) as the values that they set, typed
 * as `helm --set` types them. Fields answer with the places of the parameters. Paths into lists are left out.
 */
export function valuesOfParameters(list: Field): Field {
  const extent = list.extent ?? list.span;
  const root = emptyMap(extent);
  const origins = new Map<YamlNode, Field>();
  for (const item of list.items()) {
    const [name, value] = [item.child('name'), item.child('value')];
    const path = name.string?.split(/(?<!\\)\./).map((part) => part.replaceAll('\\.', '.')) ?? [];
    const leaf = leafOf(value, item.child('forceString').boolean === true);
    if (leaf === undefined || path.length === 0 || path.some((part) => part === '' || part.includes('['))) continue;
    origins.set(leaf, value);
    put(root, path, leaf, { name, extent });
  }
  return new ParameterField(origins, list, list.document, root, list.parent, list.name);
}

/** A field of the values, whose pointer leads to the parameter that sets it. */
class ParameterField extends Field {
  readonly #origins: ReadonlyMap<YamlNode, Field>;
  readonly #list: Field;

  constructor(
    origins: ReadonlyMap<YamlNode, Field>,
    list: Field,
    document: YamlDocument,
    node: YamlNode | undefined,
    parent?: Field,
    name?: string,
    entry?: Entry,
  ) {
    super(document, node, parent, name, entry);
    this.#origins = origins;
    this.#list = list;
  }

  override child(name: string): Field {
    return this.#member(name, memberOf(this.node, name));
  }

  override entries(): Field[] {
    return this.node?.type === 'map' ? this.node.entries.map((entry) => this.#member(entry.name, entry)) : [];
  }

  override get pointer(): string {
    return (this.node && this.#origins.get(this.node)?.pointer) ?? this.#list.pointer;
  }

  #member(name: string, entry: Entry | undefined): Field {
    return new ParameterField(this.#origins, this.#list, this.document, entry?.value, this, name, entry);
  }
}

function put(map: MapNode, [name = '', ...rest]: string[], leaf: ScalarNode, at: { name: Field; extent: Span }): void {
  const known = entryOf(map, name)?.value;
  const value = rest.length === 0 ? leaf : known?.type === 'map' ? known : emptyMap(at.extent);
  if (value !== known) setEntry(map, { name, start: at.name.span.start, end: at.name.span.end, value });
  if (value.type === 'map') put(value, rest, leaf, at);
}

/** As wide as the list, so that an edit of a value lies inside of its maps. */
function emptyMap({ start, end }: Span): MapNode {
  return mapNode([], start, end);
}

/** The value without its quotes: an edit inside of them leaves it the string that Argo CD asks for. */
function leafOf({ node }: Field, asString: boolean): ScalarNode | undefined {
  if (node?.type !== 'scalar' || node.style === 'block') return undefined;
  const quote = node.style === 'quoted' ? 1 : 0;
  const value = asString ? node.value : typed(node.value);
  return scalarNode(value, 'plain', node.start + quote, node.end - quote);
}

function typed(value: ScalarValue): ScalarValue {
  if (value === 'true' || value === 'false') return value === 'true';
  if (value === 'null') return null;
  return typeof value === 'string' && /^(?:0|-?[1-9][0-9]*)$/.test(value) ? Number(value) : value;
}
