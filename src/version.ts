import { version } from '../package.json';

/** The version of mesh-lint. */
export const VERSION: string = version;

export const HOMEPAGE = 'https://github.com/mesh-lint/mesh-lint';

/** Where a rule's page stands on the web. */
export function rulePageUrl(id: string): string {
  return `${HOMEPAGE}/blob/v${VERSION}/docs/rules/${id}.md`;
}
