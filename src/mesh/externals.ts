/** Names of what is there though no file has it, as globs, by kind: `name` or `namespace/name`. */
export type Externals = Readonly<Record<string, readonly string[]>>;

/** The kind of a reference as it is called in `settings.externals`. */
export const EXTERNALS: Readonly<Record<string, string>> = {
  host: 'hosts',
  Service: 'services',
  Gateway: 'gateways',
  GatewayClass: 'gatewayClasses',
  Namespace: 'namespaces',
  Secret: 'secrets',
  ServiceAccount: 'serviceAccounts',
  provider: 'providers',
};

/** `*` stands for any characters, as in `*.example.com`. */
export function matchesGlob(name: string, glob: string): boolean {
  const [first = '', ...rest] = glob.split('*');
  if (rest.length === 0) return name === glob;
  const last = rest.pop() ?? '';
  if (!name.startsWith(first) || !name.endsWith(last) || name.length < first.length + last.length) return false;
  let from = first.length;
  for (const part of rest) {
    const at = name.indexOf(part, from);
    if (at < 0 || at + part.length > name.length - last.length) return false;
    from = at + part.length;
  }
  return true;
}
