import type { Field } from '../yaml/field.ts';

/** A port that a container serves on its loopback interface alone. */
export interface LocalhostListener {
  /** What says so. */
  field: Field;
  port: number;
  /** As written: `127.0.0.1`, `localhost`. */
  host: string;
}

/**
 * The ports that a container is told to open for itself alone, by what can mean nothing else: flags and variables that are
 * called bind or listen with an address and a port, and the pairs of host and port that well-known servers read, where the
 * container declares the port. A host and a port may as well be those of another server.
 */
export function localhostListeners(container: Field): LocalhostListener[] {
  const words = wordsOf(container);
  const variables = new Map(
    container
      .child('env')
      .maps()
      .map((variable) => [variable.textOf('name') ?? '', variable.child('value')]),
  );
  const declared = container
    .child('ports')
    .items()
    .map((port) => port.child('containerPort').number);
  const pairs = [...pairedFlags(words), ...pairedVariables(variables)].filter(({ port }) => declared.includes(port));
  const found = [...addressFlags(words), ...addressVariables(variables), ...pairs];
  return found.filter(({ port }, index) => {
    const same = found.filter((other) => other.port === port);
    // What is opened elsewhere too is not for itself alone.
    return same.every(({ host }) => isLoopback(host)) && same[0] === found[index];
  });
}

interface Word {
  text: string;
  field: Field;
}

/** The words of the command line; those of a script in one argument too, without their quotes. */
function wordsOf(container: Field): Word[] {
  const items = [...container.child('command').items(), ...container.child('args').items()];
  return items.flatMap((field) =>
    (field.string ?? '')
      .split(/\s+/)
      .filter((text) => text !== '')
      .map((text) => ({ text: text.replace(/^["']|["']$/g, ''), field })),
  );
}

/** A flag and its value, in one word or in two. */
function flagsOf(words: readonly Word[]): { name: string; value: string; field: Field }[] {
  return words.flatMap(({ text, field }, index) => {
    const [, name, value] = /^--?([a-zA-Z][\w.-]*)(?:=(.*))?$/.exec(text) ?? [];
    if (name === undefined) return [];
    const next = words[index + 1];
    if (value !== undefined) return [{ name: name.toLowerCase(), value, field }];
    return next && !next.text.startsWith('-')
      ? [{ name: name.toLowerCase(), value: next.text, field: next.field }]
      : [];
  });
}

const ADDRESS_FLAG = /^(?:[\w.-]+[.-])?(?:bind|listen)(?:[-.]?(?:addr|address|on))?$/;
const ADDRESS_VARIABLE = /^(?:[A-Z0-9_]+_)?(?:BIND|LISTEN)(?:_?(?:ADDR|ADDRESS|ON))?$/;
/** Variables that list the addresses a server opens, as URLs. Source: ASP.NET Core. */
const URL_VARIABLES = ['ASPNETCORE_URLS', 'DOTNET_URLS'];
/** Gunicorn's short form of --bind. */
const SHORT_FLAGS: Readonly<Record<string, string>> = { gunicorn: 'b' };
/** Servers whose --host is the address that they open, and not one that they connect to. */
const HOST_SERVERS = new Set(['uvicorn', 'fastapi', 'flask', 'hypercorn', 'vite']);
/** Variables of one server each. Source: Node servers' HOST, Spring Boot, uvicorn, Flask, Nitro, Grafana. */
const PAIRS: readonly [host: string, port: string][] = [
  ['HOST', 'PORT'],
  ['SERVER_ADDRESS', 'SERVER_PORT'],
  ['UVICORN_HOST', 'UVICORN_PORT'],
  ['FLASK_RUN_HOST', 'FLASK_RUN_PORT'],
  ['NITRO_HOST', 'NITRO_PORT'],
  ['GF_SERVER_HTTP_ADDR', 'GF_SERVER_HTTP_PORT'],
];

function addressFlags(words: readonly Word[]): LocalhostListener[] {
  const short = words.flatMap(({ text }) => SHORT_FLAGS[programOf(text)] ?? []);
  return flagsOf(words).flatMap(({ name, value, field }) =>
    ADDRESS_FLAG.test(name) || short.includes(name) ? listenerAt(value, field) : [],
  );
}

function addressVariables(variables: ReadonlyMap<string, Field>): LocalhostListener[] {
  return [...variables].flatMap(([name, field]) => {
    if (URL_VARIABLES.includes(name)) return (field.string ?? '').split(';').flatMap((url) => listenerAt(url, field));
    return ADDRESS_VARIABLE.test(name) ? listenerAt(field.string ?? '', field) : [];
  });
}

function pairedFlags(words: readonly Word[]): LocalhostListener[] {
  if (!words.some(({ text }) => HOST_SERVERS.has(programOf(text)))) return [];
  const flags = flagsOf(words);
  const host = flags.find(({ name }) => name === 'host');
  const port = flags.find(({ name }) => name === 'port');
  return host && port ? listenerAt(`${host.value}:${port.value}`, host.field) : [];
}

function pairedVariables(variables: ReadonlyMap<string, Field>): LocalhostListener[] {
  return PAIRS.flatMap(([host, port]) => {
    const [address, number] = [variables.get(host), variables.get(port)];
    return address && number ? listenerAt(`${address.string ?? ''}:${number.string ?? ''}`, address) : [];
  });
}

/** `uvicorn` of `/usr/local/bin/uvicorn`. */
function programOf(word: string): string {
  return word.slice(word.lastIndexOf('/') + 1);
}

/** `127.0.0.1:8080`, `[::1]:8080`, `http://localhost:5000`, `:8080`. */
function listenerAt(text: string, field: Field): LocalhostListener[] {
  const [, host = '', port] = /^(?:[a-z]+:\/\/)?(\[[0-9a-f:]+\]|[^:/\s]*):([0-9]{1,5})\/?$/i.exec(text) ?? [];
  return port === undefined ? [] : [{ field, port: Number(port), host }];
}

function isLoopback(host: string): boolean {
  return /^(?:127(?:\.[0-9]{1,3}){3}|localhost|\[::1\])$/i.test(host);
}
