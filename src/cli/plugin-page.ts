import type { RegistryEntry } from '../engine/registry.ts';
import type { Message, OptionSchema } from '../engine/rule.ts';

/** What a plugin's rule says of itself, as a page like those of mesh-lint's own rules. */
export async function pluginPage({ id, url, load }: RegistryEntry): Promise<string> {
  const { default: rule } = await load();
  const messages = Object.values<Message | string>(rule.messages);
  const options = Object.entries<OptionSchema>(rule.options ?? {});
  const { recommended = 'off' } = rule.presets;
  return [
    `# ${id}`,
    '',
    `${rule.summary}.`,
    '',
    `A rule of a plugin. In recommended: ${typeof recommended === 'string' ? recommended : recommended[0]}.${rule.fix ? ` Fix: ${rule.fix}.` : ''}`,
    '',
    '## Messages',
    '',
    ...messages.map(
      (message) =>
        `- ${typeof message === 'string' ? message : [message.text, message.help].filter(Boolean).join(' ')}`,
    ),
    ...(options.length > 0 ? ['', '## Options', ''] : []),
    ...options.map(
      ([name, option]) => `- \`${name}\` (default \`${JSON.stringify(option.default)}\`): ${option.description}`,
    ),
    ...(url ? ['', `See ${url}`] : []),
    '',
  ].join('\n');
}
