// Reads as much of the protobuf language as Istio's API is written in.

export interface ProtoField {
  /** A scalar's or full name of a message or enum; `[]` before it for lists, `{}` for maps from strings. */
  type: string;
  /** The name in the file. */
  name: string;
  oneof?: string;
  deprecated: boolean;
}

export interface ProtoMessage {
  /** By JSON name. */
  fields: Map<string, ProtoField>;
  /** JSON names of fields that were removed. */
  reserved: string[];
}

export interface ProtoFiles {
  messages: Map<string, ProtoMessage>;
  enums: Map<string, Map<string, number>>;
}

const TOKEN = /"(?:[^"\\]|\\.)*"|[A-Za-z_][\w.]*|-?\d\w*|[{}[\]()<>=;,.]/g;
const SCALARS = new Set('bool string bytes double float int32 int64 uint32 uint64 sint32 sint64'.split(' '));

/** Reads a file, and by `load` (text by the path of an import, undefined for what need not be read) all that it imports. */
export function readProto(
  path: string,
  load: (path: string) => string | undefined,
  files: ProtoFiles = empty(),
): ProtoFiles {
  const seen = new Set<string>();
  const scopes = new Map<ProtoMessage, string>();
  visit(path);
  for (const [message, scope] of scopes) {
    for (const field of message.fields.values()) field.type = resolve(field.type, scope, files);
  }
  return files;

  function visit(file: string): void {
    if (seen.has(file)) return;
    seen.add(file);
    const text = load(file);
    if (text !== undefined) for (const imported of new Reader(text, files, scopes).read()) visit(imported);
  }
}

/** The name of a field in JSON, as protoc makes it. */
export function jsonName(name: string): string {
  return name.replace(/_(.?)/g, (_, letter: string) => letter.toUpperCase());
}

function empty(): ProtoFiles {
  return { messages: new Map(), enums: new Map() };
}

class Reader {
  readonly #tokens: string[];
  readonly #files: ProtoFiles;
  readonly #scopes: Map<ProtoMessage, string>;
  #at = 0;

  constructor(text: string, files: ProtoFiles, scopes: Map<ProtoMessage, string>) {
    const code = text.replace(/"(?:[^"\\\n]|\\.)*"|\/\/[^\n]*|\/\*[\s\S]*?\*\//g, (part) =>
      part.startsWith('"') ? part : ' ',
    );
    this.#tokens = code.match(TOKEN) ?? [];
    this.#files = files;
    this.#scopes = scopes;
  }

  /** The paths of the imports. */
  read(): string[] {
    const imports: string[] = [];
    let scope = '';
    while (this.#at < this.#tokens.length) {
      const word = this.#next();
      if (word === 'package') scope = this.#next();
      else if (word === 'import') imports.push(unquoted(this.#next()));
      if (word === 'message') this.#message(scope);
      else if (word === 'enum') this.#enum(scope);
      else this.#statement();
    }
    return imports;
  }

  #message(scope: string): void {
    const name = `${scope}.${this.#next()}`;
    const message: ProtoMessage = { fields: new Map(), reserved: [] };
    this.#files.messages.set(name, message);
    this.#scopes.set(message, name);
    this.#expect('{');
    this.#members(message, name);
  }

  #members(message: ProtoMessage, name: string, oneof?: string): void {
    for (let word = this.#next(); word !== '}'; word = this.#next()) {
      if (word === ';') continue;
      if (word === 'message') this.#message(name);
      else if (word === 'enum') this.#enum(name);
      else if (word === 'reserved')
        message.reserved.push(...this.#statement().filter(isQuoted).map(unquoted).map(jsonName));
      else if (word === 'option' || word === 'extensions') this.#statement();
      else if (word === 'oneof') {
        const group = this.#next();
        this.#expect('{');
        this.#members(message, name, group);
      } else this.#field(word, message, oneof);
    }
  }

  #field(first: string, message: ProtoMessage, oneof: string | undefined): void {
    let type = first;
    if (first === 'repeated') type = `[]${this.#next()}`;
    else if (first === 'optional') type = this.#next();
    else if (first === 'map') {
      const [, key, , value] = [this.#next(), this.#next(), this.#next(), this.#next(), this.#next()];
      if (key !== 'string') throw new Error(`a map from ${key} is more than is read here`);
      type = `{}${value}`;
    }
    const name = this.#next();
    const rest = this.#statement();
    const option = rest.indexOf('deprecated');
    const deprecated = option >= 0 && rest[option + 2] === 'true';
    if (rest.includes('json_name')) throw new Error(`${name} has a json_name, which is not read here`);
    message.fields.set(jsonName(name), { type, name, ...(oneof === undefined ? {} : { oneof }), deprecated });
  }

  #enum(scope: string): void {
    const values = new Map<string, number>();
    this.#files.enums.set(`${scope}.${this.#next()}`, values);
    this.#expect('{');
    for (let word = this.#next(); word !== '}'; word = this.#next()) {
      const rest = word === ';' ? [] : this.#statement();
      if (word !== 'option' && word !== 'reserved' && rest[0] === '=') values.set(word, Number(rest[1]));
    }
  }

  /** The tokens up to the end of a statement, options in braces included. */
  #statement(): string[] {
    const start = this.#at;
    let depth = 0;
    for (let word = this.#tokens[this.#at]; word !== undefined; word = this.#tokens[this.#at]) {
      if (word === '{') depth++;
      else if (word === '}') depth--;
      this.#at++;
      if (depth === 0 && word === ';') break;
    }
    return this.#tokens.slice(start, this.#at - 1);
  }

  #next(): string {
    const token = this.#tokens[this.#at++];
    if (token === undefined) throw new Error('the file ends too early');
    return token;
  }

  #expect(token: string): void {
    const found = this.#next();
    if (found !== token) throw new Error(`expected ${token}, found ${found}`);
  }
}

/** The full name that a type means in a scope, looked for from the innermost to the outermost. */
function resolve(type: string, scope: string, { messages, enums }: ProtoFiles): string {
  const [, prefix = '', name = ''] = /^(\[\]|\{\})?(.*)$/.exec(type) ?? [];
  if (SCALARS.has(name) || name.startsWith('google.')) return type;
  const parts = scope.split('.');
  for (let length = parts.length; length >= 0; length--) {
    const full = [...parts.slice(0, length), name].join('.');
    if (messages.has(full) || enums.has(full)) return prefix + full;
  }
  throw new Error(`${name}, named in ${scope}, is in none of the files`);
}

function isQuoted(token: string): boolean {
  return token.startsWith('"');
}

function unquoted(token: string): string {
  return token.slice(1, -1);
}
