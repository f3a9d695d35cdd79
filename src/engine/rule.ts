import type { Mesh } from '../mesh/mesh.ts';
import type { Reference } from '../mesh/references.ts';
import type { Level } from '../report.ts';
import type { SchemaSet } from '../schemas/index.ts';
import type { YamlDocument } from '../yaml/document.ts';
import type { Edit } from '../yaml/edit.ts';
import type { Field } from '../yaml/field.ts';
import type { Span } from '../yaml/node.ts';
import type { Resource } from '../yaml/resource.ts';

export const PRESETS = [
  'recommended',
  'strict',
  'security',
  'ambient',
  'production',
  'istio-validate',
  'istioctl-parity',
  'all',
] as const;
export type PresetName = (typeof PRESETS)[number];

/** A level alone, or with options that differ from the rule's defaults. */
export type PresetEntry = Level | [Level, Record<string, unknown>];

/** JSON Schema of one option with its default, e.g. `{ type: 'integer', minimum: 1, default: 5 }`. */
export interface OptionSchema {
  default: unknown;
  description: string;
  [keyword: string]: unknown;
}

type OptionValue<S extends OptionSchema> = S['default'] extends readonly number[]
  ? number[]
  : S['default'] extends readonly string[]
    ? string[]
    : S['default'] extends number
      ? number
      : S['default'] extends boolean
        ? boolean
        : S['default'] extends string
          ? string
          : S['default'] extends Record<string, string>
            ? Record<keyof S['default'], string>
            : S['default'];

export type OptionsOf<S extends Record<string, OptionSchema>> = { readonly [K in keyof S]: OptionValue<S[K]> };

export type MessageData = Record<string, string | number | boolean>;

export interface RelatedField {
  field: Field;
  message: string;
}

/** What a finding may carry besides its place and message. */
export interface SpanExtras {
  related?: RelatedField[];
  fix?: Edit;
  /** Of this fix, where the rule's metadata say `either`. */
  safety?: 'safe' | 'unsafe';
  suggestions?: { desc: string; edit: Edit }[];
  /** Replaces the level that the presets or the user gave, for messages that weigh less or more; never raises an `off`. */
  level?: Level;
  /** The resource that the finding is about, where the field lies outside a resource or in another one. */
  resource?: Resource;
  /** The codes of this message, where they are not those of the whole rule. */
  codes?: readonly string[];
  /** The document cannot be read. */
  fatal?: true;
}

export interface ReportExtras extends SpanExtras {
  /** Report the key rather than the value. */
  at?: 'key' | 'value';
}

export interface Context<M extends string = string, O = Record<string, unknown>> {
  readonly options: O;
  readonly mesh: Mesh;
  readonly schemas: SchemaSet;
  /** Istio minor that is linted for, e.g. "1.31". */
  readonly istioVersion: string;
  /** Notes a reference that these files cannot tell to be right or wrong; the closing lines count them. */
  leaveOpen(reference: Reference): void;
  /** Reports at a field. The handle carries the range; of a field that was not written, its nearest ancestor's key. */
  report(field: Field, messageId: M, data?: MessageData, extras?: ReportExtras): void;
  /** Reports at offsets of a document, for what is no field: text that could not be read, a template. */
  reportSpan(document: YamlDocument, span: Span, messageId: M, data?: MessageData, extras?: SpanExtras): void;
}

/** One sentence that says what is wrong, and one that says what to do. `{{name}}` is filled in from the data. */
export interface Message {
  text: string;
  help?: string;
}

export interface RuleMeta<M extends string, S extends Record<string, OptionSchema>> {
  /** One sentence without an end mark. */
  summary: string;
  type: 'problem' | 'suggestion';
  precision: 'very-high' | 'high' | 'medium' | 'low';
  /** The mesh-lint version that brought the rule. */
  since: string;
  /** Istio minors that it holds for, e.g. ">=1.24". Absent: all. */
  istio?: string;
  /** Level, and where needed options, by preset. `all` holds every rule at its recommended level, or warning. */
  presets: Partial<Record<Exclude<PresetName, 'all'>, PresetEntry>>;
  /** IST and KIA codes it answers to. */
  codes?: readonly string[];
  /** Codes that single messages of it answer to instead. */
  otherCodes?: readonly string[];
  /** Members, one of which some document of the set must have for the rule to be loaded, whichever it is called for. */
  setFields?: readonly string[];
  /** Only of rules about security: GitHub's "security-severity", 0.1 to 10.0. */
  securitySeverity?: string;
  /** The kind of fixes that the rule offers: docs/fixing.md has what they promise. `either`: each report says which. */
  fix?: 'safe' | 'unsafe' | 'either';
  options?: S;
  messages: Record<M, Message | string>;
  /** Pages and API fields that the rule is drawn from. */
  sources: string[];
}

/** Stands for documents that are no Kubernetes objects, such as files of Helm values. */
export const NO_KIND = '(no kind)';

/** A promise from a check that loads something which few runs need. */
export type CheckResult = void | Promise<void>;

export type RuleCheck<M extends string, O> =
  | {
      /** Kinds that `check` is called for; `group/Kind` where two groups share a kind; `group/*`; '*' for every resource. */
      kinds: string[];
      /**
       * Members, one of which a resource must have at some depth for `check` to be called: most manifests hold little of
       * what an API has, so most rules need not look at most of them.
       */
      fields?: string[];
      check(resource: Resource, context: Context<M, O>): CheckResult;
    }
  | {
      /** Where given, the rule is loaded only for a set that holds one of these: kinds as above, or NO_KIND. */
      kinds?: string[];
      checkMesh(mesh: Mesh, context: Context<M, O>): CheckResult;
    };

export type Rule<
  M extends string = string,
  S extends Record<string, OptionSchema> = Record<string, OptionSchema>,
> = RuleMeta<M, S> & RuleCheck<M, OptionsOf<S>>;

/** A rule as the engine sees it: its types are checked where it is defined. */
// biome-ignore lint/suspicious/noExplicitAny: messages and options differ from rule to rule
export type AnyRule = RuleMeta<any, any> & RuleCheck<any, any>;

/** All codes that findings of a rule may answer to. */
export function codesOf({ codes = [], otherCodes = [] }: AnyRule): string[] {
  return [...codes, ...otherCodes];
}

/** Types a rule: message ids and options are checked where they are used. Its id is `area/slug` of its file. */
export function defineRule<const M extends string, const S extends Record<string, OptionSchema> = Record<never, never>>(
  rule: RuleMeta<M, S> & RuleCheck<M, OptionsOf<S>>,
): RuleMeta<M, S> & RuleCheck<M, OptionsOf<S>> {
  return rule;
}
