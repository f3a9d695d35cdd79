// Keywords for what Kubernetes checks otherwise than JSON Schema.
import { _, type Code, type CodeKeywordDefinition, type KeywordCxt, str } from 'ajv';

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

export const KEYWORDS: readonly CodeKeywordDefinition[] = [oneofFields, listKeys, minEntries];
