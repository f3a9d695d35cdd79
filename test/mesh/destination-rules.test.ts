import { describe, expect, it } from 'vitest';
import { rulesForHost, subsetsOf } from '../../src/mesh/destination-rules.ts';
import { Mesh } from '../../src/mesh/mesh.ts';
import { readSource } from '../../src/yaml/read.ts';

const rule = (name: string, host: string, rest = '', namespace = 'namespace: shop') =>
  `apiVersion: networking.istio.io/v1\nkind: DestinationRule\nmetadata: {name: ${name}${namespace && `, ${namespace}`}}\nspec: {host: "${host}"${rest}}\n`;

function setOf(...manifests: string[]): Mesh {
  return new Mesh([readSource('/all.yaml', manifests.join('---\n'))], { rootNamespace: 'istio-system', namespace: '' });
}

describe('rulesForHost', () => {
  const set = setOf(
    rule('short', 'reviews'),
    rule('full', 'reviews.shop.svc.cluster.local', '', 'namespace: web'),
    rule('wide', '*.shop.svc.cluster.local'),
    rule('loose', 'ratings', '', ''),
    rule('entry', 'api.example.com'),
    rule('other', 'reviews', '', 'namespace: other'),
  );
  const names = (host: string) => rulesForHost(set, host).map(({ name }) => name);

  it('finds the rules of a whole name, by short names, whole names and wildcards', () => {
    expect(names('reviews.shop.svc.cluster.local')).toEqual(['short', 'full', 'wide']);
    expect(names('api.example.com')).toEqual(['entry']);
    expect(names('nobody.example.com')).toEqual([]);
  });

  it('takes a rule without a namespace for one of any', () => {
    expect(names('ratings.anywhere.svc.cluster.local')).toEqual(['loose']);
  });

  it('takes a short name, where the namespace is not known, for one of any', () => {
    expect(names('reviews')).toEqual(['short', 'full', 'other']);
  });
});

describe('subsetsOf', () => {
  const names = (rest: string) =>
    setOf(rule('one', 'a', rest))
      .ofKind('DestinationRule')
      .map((each) => subsetsOf(each)?.map(({ name }) => name))[0];

  it('lists them; undefined where one of them is not known', () => {
    expect(names(', subsets: [{name: v1}, {name: v2}]')).toEqual(['v1', 'v2']);
    expect(names('')).toEqual([]);
    expect(names(', subsets: [{name: "${NAME}"}]')).toBeUndefined();
    expect(names(', subsets: "${SUBSETS}"')).toBeUndefined();
  });
});
