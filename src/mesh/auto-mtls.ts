import type { Field } from '../yaml/field.ts';
import { installsOf } from './install/find.ts';
import type { Mesh } from './mesh.ts';

/**
 * Where the mesh config switches automatic mutual TLS off; undefined where it is on, which is the default, and where the
 * installs of the set do not agree.
 */
export function autoMtlsOff(mesh: Mesh): Field | undefined {
  const stated = installsOf(mesh)
    .filter(({ controlPlane, form, meshConfig }) => meshConfig.exists || (controlPlane && form !== 'Manifest'))
    .map(({ meshConfig }) => meshConfig.child('enableAutoMtls'));
  return stated.every((field) => field.boolean === false) ? stated[0] : undefined;
}
