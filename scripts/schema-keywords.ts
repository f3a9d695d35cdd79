// Keywords for what Kubernetes checks otherwise than JSON Schema.
import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, type Name, str } from 'ajv';
import { and } from 'ajv/dist/compile/codegen';
import { _Code } from 'ajv/dist/compile/codegen/code';
import anyAdditional from 'ajv/dist/vocabularies/applicator/additionalProperties';
import anyEnum from 'ajv/dist/vocabularies/validation/enum';
import anyLength from 'ajv/dist/vocabularies/validation/limitLength';
import { celId, compileCel } from './cel.ts';

type ErrorContext = Pick<KeywordCxt, 'schema' | 'params'>;

/** At most one of the fields of a proto's oneof is set; null is as good as absent. */
const oneofFields: CodeKeywordDefinition = {
  keyword: 'oneofFields',
  type: 'object',
  schemaType: 'array',
  error: { message: str`oneof`, params: ({ schema }: ErrorContext) => _`{fields: ${schema.join()}}` },
  code(context: KeywordCxt) {
    const { data, schema } = context;
    const present = schema.map(
      (field: string) => _`(${data}[${field}] !== undefined && ${data}[${field}] !== null ? 1 : 0)`,
    );
    context.fail(_`${present.reduce((sum: Code, one: Code) => _`${sum} + ${one}`)} > 1`);
  },
};

/** The items of a list-map differ in these fields, those of a list-set (no fields) in their value. */
const listKeys: CodeKeywordDefinition = {
  keyword: 'listKeys',
  type: 'array',
  schemaType: 'array',
  error: {
    message: str`repeated`,
    params: ({ params }: ErrorContext) => _`{index: ${params.index}, keys: ${params.keys}}`,
  },
  code(context: KeywordCxt) {
    const { gen, data, schema } = context;
    const helper = gen.scopeValue('func', { key: 'repeatedItem', ref: 'repeatedItem', code: _`repeatedItem` });
    const index = gen.const('repeated', _`${helper}(${data}, ${schema.join()})`);
    context.setParams({ index, keys: _`${schema.join()}` });
    context.fail(_`${index} >= 0`);
  },
};

/** minProperties of a map whose nulls the API server prunes first. */
const minEntries: CodeKeywordDefinition = {
  keyword: 'minEntries',
  type: 'object',
  schemaType: 'number',
  error: { message: str`minEntries`, params: ({ schema }: ErrorContext) => _`{limit: ${schema}}` },
  code(context: KeywordCxt) {
    const { data, schema } = context;
    context.fail(_`Object.values(${data}).filter((value) => value !== null).length < ${schema}`);
  },
};

/** CEL rules that the value meets, once its defaults are filled in: one error for all of a place. Null has no rules. */
const celRules: CodeKeywordDefinition = {
  keyword: 'celRules',
  post: true,
  schemaType: 'array',
  error: {
    message: str`cel`,
    params: ({ params }: ErrorContext) => _`{value: ${params.value}, rules: ${params.rules}}`,
  },
  code(context: KeywordCxt) {
    const { gen, data, schema } = context;
    const named = (schema as string[]).map((rule): [id: string, meets: Name] => {
      const id = celId(rule);
      return [id, gen.scopeValue('func', { key: id, ref: id, code: new _Code(compileCel(rule)) })];
    });
    const rules = named.map(([id, meets]) => _`[${id}, ${meets}]`).reduce((all, rule) => _`${all}, ${rule}`);
    context.setParams({ value: data, rules: _`[${rules}]` });
    const areMet = and(...named.map(([, meets]) => _`${meets}(${data})`));
    context.fail(_`${data} !== null && !(${areMet})`);
  },
};

/** Fields are told by comparing, of large schemas too: ajv would look them up in the schema, and bring it along. */
const additionalProperties: CodeKeywordDefinition = {
  ...anyAdditional,
  before: 'properties',
  code(context: KeywordCxt) {
    const { gen, data, schema, parentSchema } = context;
    const names = Object.keys(parentSchema.properties ?? {});
    if (schema !== false || names.length === 0 || parentSchema.patternProperties) return anyAdditional.code(context);
    gen.forIn('key', data, (key) => {
      context.setParams({ additionalProperty: key });
      gen.if(and(...names.map((name) => _`${key} !== ${name}`)), () => context.error());
    });
  },
};

/** Only what may be too long or too short by UTF-16 units is counted by code points. */
const length: CodeKeywordDefinition = {
  ...anyLength,
  code(context: KeywordCxt) {
    const { gen, keyword, data, schema: limit } = context;
    const helper = gen.scopeValue('func', { key: 'codePoints', ref: 'codePoints', code: _`codePoints` });
    if (keyword === 'maxLength') context.fail(_`${data}.length > ${limit} && ${helper}(${data}) > ${limit}`);
    else if (limit === 1) context.fail(_`${data}.length < 1`);
    else context.fail(_`${data}.length < ${2 * limit} && ${helper}(${data}) < ${limit}`);
  },
};

/** The values stand in the error: ajv would bring the schema along for them. */
const oneOfValues: CodeKeywordDefinition = {
  ...anyEnum,
  error: {
    message: str`enum`,
    params: ({ schema }: ErrorContext) => _`{allowedValues: ${new _Code(JSON.stringify(schema))}}`,
  },
};

/** Ours, and what we write otherwise than ajv. */
export const KEYWORDS: readonly CodeKeywordDefinition[] = [
  oneofFields,
  listKeys,
  minEntries,
  celRules,
  additionalProperties,
  length,
  oneOfValues,
];
