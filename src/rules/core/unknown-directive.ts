import { defineRule } from '../../engine/rule.ts';

/** A misspelt name silences nothing, and nobody notices before the finding is looked for. engine/suppress reports it, since nobody else knows what was silenced. */
export default defineRule({
  summary: 'Comments and annotations that silence findings name rules and days that there are',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: {
    recommended: 'warning',
    strict: 'warning',
    security: 'warning',
    ambient: 'warning',
    production: 'warning',
  },
  messages: {
    rule: { text: '{{names}} {{what}} of mesh-lint, so nothing is silenced by {{it}}.', help: '{{help}}' },
    word: { text: '{{word}} is no comment that mesh-lint knows, so it silences nothing.', help: '{{help}}' },
    annotation: { text: '{{name}} is no annotation that mesh-lint knows, so it silences nothing.', help: '{{help}}' },
    empty: {
      text: '{{name}} names no rule, so it silences nothing.',
      help: 'Name rules, or write "*" for all of them.',
    },
    date: {
      text: '"{{date}}" is no day that mesh-lint can read, so this suppression never runs out.',
      help: 'Write year, month and day: (expires 2027-01-31).',
    },
  },
  sources: ['https://eslint.org/docs/latest/use/configure/rules'],
  kinds: [],
  checkMesh() {},
});
