import { defineRule } from '../../engine/rule.ts';

/** A comment that silences nothing hides the next finding that comes up in its place. engine/suppress reports it, since nobody else knows what was silenced. */
export default defineRule({
  summary: 'Comments and annotations that silence findings have something to silence',
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
  fix: 'safe',
  messages: {
    'whole-comment': {
      text: 'This comment silences nothing: there is no finding{{names}}{{reach}}.',
      help: '{{help}}',
    },
    'part-comment': {
      text: 'This comment need not name {{part}}: there is no finding{{names}}{{reach}}.',
      help: 'Delete {{part}} from its list.',
    },
    'whole-annotation': {
      text: 'This annotation silences nothing: there is no finding{{names}}{{reach}}.',
      help: 'Delete it.',
    },
    'part-annotation': {
      text: 'This annotation need not name {{part}}: there is no finding{{names}}{{reach}}.',
      help: 'Delete {{part}} from its list.',
    },
    enable: {
      text: 'This comment ends nothing: no mesh-lint-disable stands before it in this document.',
      help: 'Delete it, or write mesh-lint-disable where it should start.',
    },
  },
  sources: ['https://eslint.org/docs/latest/use/configure/rules'],
  kinds: [],
  checkMesh() {},
});
