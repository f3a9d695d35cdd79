import vendored from '../vendored/envoy.json';

/** As the file has it: `field:type field:type`, and the names of values; `~` stands for `envoy.`. */
interface Vendored {
  messages: Record<string, string>;
  enums: Record<string, string>;
}

const { messages, enums }: Vendored = vendored;

const read = new Map<string, ReadonlyMap<string, string>>();

/** The fields of a message of Envoy's API with their types, by the name in the .proto file; undefined for one that is not known. */
export function envoyMessage(name: string): ReadonlyMap<string, string> | undefined {
  const short = shortened(name);
  const known = read.get(short);
  if (known) return known;
  if (!Object.hasOwn(messages, short)) return undefined;
  const fields = new Map(
    (messages[short] ?? '')
      .split(' ')
      .filter(Boolean)
      .map((field): [string, string] => {
        const colon = field.indexOf(':');
        return [field.slice(0, colon), field.slice(colon + 1)];
      }),
  );
  read.set(short, fields);
  return fields;
}

/** The names of an enum's values; undefined for what is no enum. */
export function envoyEnum(name: string): readonly string[] | undefined {
  const short = shortened(name);
  return Object.hasOwn(enums, short) ? enums[short]?.split(' ') : undefined;
}

/** The full names of the messages in the package of a name: `envoy.extensions.filters.http.lua.v3`. */
export function messagesBeside(name: string): readonly string[] {
  const own = shortened(name).replace(/[^.]*$/, '');
  const known = byPackage.get(own);
  if (known) return known;
  const beside = Object.keys(messages)
    .filter((each) => each.startsWith(own) && !each.slice(own.length).includes('.'))
    .map((each) => each.replace(/^~/, 'envoy.'));
  byPackage.set(own, beside);
  return beside;
}

/** Those that were asked for: a tree names few packages, each of them in many files. */
const byPackage = new Map<string, readonly string[]>();

function shortened(name: string): string {
  return name.replace(/^envoy\./, '~');
}
