import type { AnyPluginRule } from '../plugins/plugin.ts';

/** What a rule that loads may still lack for the people who read its findings. Throws an Error that says it. */
export async function checkMeta(rule: AnyPluginRule): Promise<void> {
  const { summary, options = {}, messages } = rule;
  if (/[.!?]$/.test(summary.trim())) throw new Error(`The summary is one sentence without an end mark: "${summary}"`);
  for (const [id, message] of Object.entries<string | { text: string }>(messages)) {
    const text = typeof message === 'string' ? message : message.text;
    if (/[\r\n]/.test(text)) throw new Error(`The message "${id}" is more than one line.`);
  }
  for (const [name, { default: value, ...schema }] of Object.entries<Record<string, unknown>>(options)) {
    const { Ajv } = await import('ajv');
    const ajv = new Ajv({ strict: false });
    if (!ajv.validate(schema, value))
      throw new Error(`The default of the option "${name}" ${ajv.errorsText().replace(/^data /, '')}.`);
    if (typeof schema.description !== 'string') throw new Error(`The option "${name}" has no description.`);
  }
}
