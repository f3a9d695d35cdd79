import { defineRule } from '../../engine/rule.ts';

/** Whoever meets a silenced finding a year later has nothing but the reason to go by. engine/suppress reports it, since nobody else knows what was silenced. */
export default defineRule({
  summary: 'Comments and annotations that silence findings say why',
  type: 'suggestion',
  precision: 'very-high',
  since: '0.1.0',
  presets: { strict: 'warning' },
  messages: {
    'reason-comment': {
      text: 'This comment silences findings and does not say why.',
      help: 'Write the reason behind " -- ".',
    },
    'reason-annotation': {
      text: 'This annotation silences findings and does not say why.',
      help: 'Write the reason: {{how}}.',
    },
  },
  sources: ['https://eslint.org/docs/latest/use/configure/rules'],
  kinds: [],
  checkMesh() {},
});
