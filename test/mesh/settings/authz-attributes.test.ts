import { describe, expect, it } from 'vitest';
import { ATTRIBUTES, attributeOf, REMOVED_ATTRIBUTES } from '../../../src/mesh/settings/authz-attributes.ts';

describe('attributeOf', () => {
  it.each([
    ['source.ip', 'source.ip'],
    ['request.headers[x-tenant]', 'request.headers'],
    ['request.headers', 'request.headers'],
    ['request.auth.claims[a][b]', 'request.auth.claims'],
    ['experimental.envoy.filters.a.b[c]', 'experimental.envoy.filters.'],
    ['', undefined],
    ['source.IP', undefined],
    ['source.ip[a]', undefined],
    ['request.header[a]', undefined],
    ['experimental.envoy', undefined],
    ['destination.labels[app]', undefined],
  ])('of %j is %s', (key, wanted) => {
    expect(attributeOf(key)?.key).toBe(wanted);
  });

  it('finds each attribute by its example, and no removed one', () => {
    for (const attribute of ATTRIBUTES) expect(attributeOf(attribute.named ?? attribute.key)).toBe(attribute);
    for (const { start } of REMOVED_ATTRIBUTES) expect(attributeOf(start)).toBeUndefined();
  });
});
