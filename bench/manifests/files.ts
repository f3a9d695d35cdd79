import { type App, below, maybe, type Random, randomOf, TEAMS, teamOf } from './app.ts';
import { envoyFilter, httpRoute, sidecar, telemetry } from './extras.ts';
import { authorizationPolicy, denial, peerAuthentication, requestAuthentication } from './policies.ts';
import { destinationRule, serviceEntry, virtualService } from './routing.ts';
import { settings } from './settings.ts';
import { styled, styleOf } from './style.ts';
import { account, autoscaler, budget, canary, deployment, namespace, service } from './workloads.ts';

export interface GeneratedFile {
  /** Relative, with "/" between segments. */
  path: string;
  documents: string[];
  text: string;
}

type Make = (app: App) => string;
/** A document, and the applications that have it: a share of them, or those of which something is true. */
type Part = readonly [of: number | 'hasCanary' | 'hasTokens' | 'isFirst', make: Make];

/** What a team keeps in the files of an application: about 13 documents in 5 files. */
const FILES: readonly (readonly [name: string, ...parts: Part[]])[] = [
  [
    'workload',
    ['isFirst', namespace],
    [1, deployment],
    ['hasCanary', canary],
    [1, service],
    [1, account],
    [0.7, autoscaler],
    [0.4, budget],
  ],
  ['routes', [1, virtualService], [1, destinationRule], [0.15, httpRoute]],
  ['policies', [1, authorizationPolicy], [1, peerAuthentication], ['hasTokens', requestAuthentication], [0.2, denial]],
  ['egress', [1, serviceEntry], [0.4, serviceEntryOfPartner], [0.3, sidecar]],
  ['extras', [1, settings], [0.6, envoyFilter], [0.3, telemetry]],
];

/** The n-th file of a tree, with this many documents at most; some have a mistake in them. */
export function fileOf(n: number, seed: number, most = Number.POSITIVE_INFINITY): GeneratedFile {
  const index = Math.floor(n / FILES.length);
  const random = randomOf(seed, n);
  const app: App = {
    index,
    name: `app-${index}`,
    namespace: teamOf(index),
    hasCanary: randomOf(seed, 1e6 + index)() < 0.6,
    hasTokens: randomOf(seed, 2e6 + index)() < 0.25,
    isFirst: index < TEAMS,
    style: styleOf(randomOf(seed, 3e6 + (index % TEAMS))),
    random,
  };
  const [name, ...parts] = FILES[n % FILES.length] ?? ['workload'];
  const documents = parts
    .filter(([of]) => (typeof of === 'number' ? random() < of : app[of]))
    .slice(0, most)
    .map(([, make]) => styled(make(app), app.style, random));
  return { path: `${app.namespace}/${app.name}/${name}.yaml`, documents, text: textOf(documents, app) };
}

/** Files of a tree, until one of the bounds is reached. */
export function* treeOf(
  bounds: Readonly<{ files?: number | undefined; documents?: number | undefined }>,
  seed = 1,
): Generator<GeneratedFile> {
  let left = bounds.documents ?? Number.POSITIVE_INFINITY;
  for (let n = 0; left > 0 && n < (bounds.files ?? Number.POSITIVE_INFINITY); n++) {
    const file = fileOf(n, seed, left);
    left -= file.documents.length;
    yield file;
  }
}

function serviceEntryOfPartner(app: App): string {
  return serviceEntry({ ...app, name: `${app.name}-partner` });
}

function textOf(documents: readonly string[], { namespace, style, random }: App): string {
  const separator = () => `${maybe(random, 0.1, '\n')}---${maybe(random, 0.05, ` # ${namespace}`)}\n`;
  const body = documents.reduce((text, document) => `${text}${separator()}${document}`);
  const text = `${headOf(namespace, random)}${style.startsDocuments ? '---\n' : ''}${body}`;
  return random() < 0.1 ? text.trimEnd() : text;
}

function headOf(namespace: string, random: Random): string {
  return (
    maybe(
      random,
      0.15,
      `# Copyright ${2018 + below(random, 8)} Example\n#\n# See LICENSE for what may be done with it.\n\n`,
    ) + maybe(random, 0.3, `# Kept by ${namespace}.\n`)
  );
}
