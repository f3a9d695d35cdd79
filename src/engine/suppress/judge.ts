import type { Mesh } from '../../mesh/mesh.ts';
import type { Finding } from '../../report.ts';
import { suggest } from '../../text/suggest.ts';
import type { SourceFile } from '../../yaml/document.ts';
import type { Edit } from '../../yaml/edit.ts';
import type { Resource } from '../../yaml/resource.ts';
import type { RuleContext } from '../context.ts';
import type { RegistryEntry } from '../registry.ts';
import type { EnabledRule } from '../select.ts';
import { type Annotations, IGNORE } from './annotations.ts';
import { type Directive, type Directives, KEYWORDS } from './directives.ts';
import { deleteComment, withoutNames } from './edits.ts';
import {
  ABOUT_SUPPRESSIONS,
  type AnnotationPlace,
  type CommentPlace,
  isExpired,
  type Suppressor,
} from './suppressor.ts';
import type { Name } from './words.ts';

/** What a run knows of rules, to tell a name that nobody has from one that did not run. */
export interface KnownRules {
  isKnown(name: string): boolean;
  /** Did a rule of this id or code judge all of a place? '*' asks whether all did that a user would expect. */
  ran(name: string, place: { file: SourceFile; resources: readonly Resource[] }): boolean;
  ids: readonly string[];
  /** Was something left open that rules ask for? Where nobody names the rule, nobody can say then that none has more to tell. */
  isOpen: boolean;
}

/** `undecided`: rules that could not look up all that they ask for. */
export function knownRules(
  registry: readonly RegistryEntry[],
  enabled: readonly EnabledRule[],
  isNarrowed: boolean,
  mesh: Mesh,
  { open, undecided }: { open: ReadonlySet<string>; undecided: ReadonlySet<string> },
): KnownRules {
  const names = new Set(registry.flatMap(({ id, codes }) => [id, ...codes]));
  const isNamed = ({ entry }: EnabledRule, name: string) =>
    entry.id === name || entry.codes.includes(name.toUpperCase());
  return {
    isKnown: (name) => name === '*' || names.has(name) || names.has(name.toUpperCase()),
    ran(name, { file, resources }) {
      if (name === '*') return !isNarrowed;
      const rules = enabled.filter((rule) => isNamed(rule, name));
      if (rules.some(({ entry }) => undecided.has(entry.id))) return false;
      const runsFor = (resource?: Resource) =>
        rules.some(({ holdsFor }) => !holdsFor || holdsFor(file.path, resource, mesh));
      return runsFor() && resources.every(runsFor);
    },
    ids: registry.map(({ id }) => id),
    isOpen: open.size > 0,
  };
}

export interface Surroundings {
  /** The findings that nothing silences. */
  left: ReadonlyMap<SourceFile, readonly Finding[]>;
  resources: ReadonlyMap<SourceFile, readonly Resource[]>;
}

/** Says what is wrong with comments and annotations; contexts are there for those of these rules that are on. */
export class Judge {
  readonly #contexts: ReadonlyMap<string, readonly RuleContext[]>;
  readonly #known: KnownRules;
  readonly #left: ReadonlyMap<SourceFile, readonly Finding[]>;
  readonly #resources: ReadonlyMap<SourceFile, readonly Resource[]>;
  readonly #today: string;

  constructor(
    contexts: ReadonlyMap<string, readonly RuleContext[]>,
    known: KnownRules,
    { left, resources }: Surroundings,
    today: string,
  ) {
    this.#contexts = contexts;
    this.#known = known;
    this.#left = left;
    this.#resources = resources;
    this.#today = today;
  }

  /** All but names that mean findings which this makes. */
  judge(
    directives: Directives,
    annotations: Annotations,
    suppressors: readonly Suppressor[],
    isReadable: boolean,
  ): void {
    for (const suppressor of suppressors) {
      if (suppressor.isIstios) continue;
      this.#judgeWords(suppressor);
      if (isExpired(suppressor, this.#today) && suppressor.used.size > 0) this.#sayExpired(suppressor);
      else if (isReadable) this.#judgeUse(suppressor, (name) => !ABOUT_SUPPRESSIONS.has(name));
    }
    for (const enable of directives.enables) this.#judgeNames(enable.place, enable.words.names);
    for (const directive of directives.idle) this.#sayIdle(directive);
    for (const directive of directives.unknown) this.#sayUnknownWord(directive);
    for (const { field, resource } of annotations.unknown) {
      const near = suggest(field.name, [IGNORE]);
      const help = near ? `Write ${near}.` : `Name the rule behind a dot, as in ${IGNORE}.core.unknown-field.`;
      this.#say('core/unknown-directive', { type: 'annotation', field, resource }, 'annotation', {
        name: field.name,
        help,
      });
    }
  }

  /** Names of rules about suppressions that silenced nothing, once all else is said. */
  judgeRest(suppressors: readonly Suppressor[]): void {
    for (const suppressor of suppressors)
      if (!suppressor.isIstios) this.#judgeUse(suppressor, (name) => ABOUT_SUPPRESSIONS.has(name));
  }

  #judgeWords({ place, words }: Suppressor): void {
    if (words.names.length === 0) this.#say('core/unknown-directive', place, 'empty', { name: IGNORE });
    this.#judgeNames(place, words.names);
    if (words.badDate !== undefined) this.#say('core/unknown-directive', place, 'date', { date: words.badDate });
    if (!words.hasReason) this.#say('core/directive-reason', place, `reason-${place.type}`, { how: reasonOf(place) });
  }

  #judgeNames(place: CommentPlace | AnnotationPlace, names: readonly Name[]): void {
    const unknown = names.filter(({ text }) => !this.#known.isKnown(text));
    const [first] = unknown;
    if (!first) return;
    const near = unknown.length === 1 ? suggest(first.text, this.#known.ids, 3) : undefined;
    const help = near ? `Did you mean ${near}?` : '"mesh-lint rules" lists the rules; a reason stands behind " -- ".';
    const [what, it] = unknown.length === 1 ? ['is no rule or code', 'it'] : ['are no rules or codes', 'them'];
    const at = place.type === 'comment' ? { ...place, span: first } : place;
    this.#say('core/unknown-directive', at, 'rule', { names: listed(unknown), what, it, help });
  }

  #judgeUse(suppressor: Suppressor, concerns: (name: string) => boolean): void {
    const { file, place, words, reach, used } = suppressor;
    const resources = place.type === 'annotation' ? [place.resource] : (this.#resources.get(file) ?? []);
    const unused = words.names.filter(
      (name) => !used.has(name) && concerns(name.text) && this.#known.ran(name.text, { file, resources }),
    );
    const [first] = unused;
    if (!first) return;
    const whole = unused.length === words.names.length;
    const names = first.text === '*' ? '' : ` of ${listed(unused)}`;
    const at = place.type === 'comment' && !whole ? { ...place, span: first } : place;
    const isSure = first.text !== '*' || !this.#known.isOpen;
    const edit = isSure ? withoutNames(suppressor, new Set(unused)) : undefined;
    const id = `${whole ? 'whole' : 'part'}-${place.type}`;
    const data = { names, reach, part: listed(unused), help: this.#wayOut(suppressor, unused) };
    this.#say('core/unused-directive', at, id, data, edit);
  }

  /** A comment may have been meant for a finding on another line. */
  #wayOut({ file, place, means }: Suppressor, names: readonly Name[]): string {
    if (place.type !== 'comment') return 'Delete it.';
    const { line } = place.document.locate(place.span);
    const lines = (this.#left.get(file) ?? [])
      .filter((finding) => names.some((name) => name.text !== '*' && means(name, finding)))
      .map((finding) => finding.line)
      .sort((a, b) => Math.abs(a - line) - Math.abs(b - line));
    return lines[0] === undefined ? 'Delete it.' : `Move it to line ${lines[0]}, where one is reported, or delete it.`;
  }

  #sayExpired({ place, words }: Suppressor): void {
    this.#say('core/expired-directive', place, place.type, { date: words.expires ?? '' });
  }

  #sayIdle({ place }: Directive): void {
    this.#say('core/unused-directive', place, 'enable', {}, deleteComment(place));
  }

  #sayUnknownWord({ keyword, place }: Directive): void {
    const near = suggest(keyword, KEYWORDS, 4);
    if (near === undefined && !/^mesh-lint-(?:disable|enable|ignore|suppress)/.test(keyword)) return;
    const help = `Write ${near ?? 'mesh-lint-disable-next-line'}.`;
    this.#say('core/unknown-directive', place, 'word', { word: keyword, help });
  }

  #say(
    rule: string,
    place: CommentPlace | AnnotationPlace,
    messageId: string,
    data: Record<string, string>,
    fix?: Edit,
  ): void {
    const extras = fix ? { fix } : {};
    for (const context of this.#contexts.get(rule) ?? []) {
      if (place.type === 'comment') context.reportSpan(place.document, place.span, messageId, data, extras);
      else context.report(place.field, messageId, data, { ...extras, at: 'key', resource: place.resource });
    }
  }
}

/** Where the reason goes. */
function reasonOf(place: CommentPlace | AnnotationPlace): string {
  if (place.type === 'comment') return '';
  const { name, string = '' } = place.field;
  return name === IGNORE ? `${name}: "${string.trim()} -- …"` : `${name}: "…"`;
}

/** `a`, `a and b`, `a, b and c`. */
function listed(names: readonly Name[]): string {
  const quoted = names.map(({ text }) => text);
  return quoted.length < 2 ? quoted.join('') : `${quoted.slice(0, -1).join(', ')} and ${quoted.at(-1)}`;
}
