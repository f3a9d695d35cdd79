import { defineRule } from '../../engine/rule.ts';

/** A suppression with a last day was meant to go: when the day is there, somebody has to look again. engine/suppress reports it, since nobody else knows what was silenced. */
export default defineRule({
  summary: 'Comments and annotations that silence findings have not run out',
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
    comment: {
      text: 'This comment ran out on {{date}}, so it silences nothing any more.',
      help: 'Mend what it silenced and delete it, or give it a later day.',
    },
    annotation: {
      text: 'This annotation ran out on {{date}}, so it silences nothing any more.',
      help: 'Mend what it silenced and delete it, or give it a later day.',
    },
  },
  sources: ['https://eslint.org/docs/latest/use/configure/rules'],
  kinds: [],
  checkMesh() {},
});
