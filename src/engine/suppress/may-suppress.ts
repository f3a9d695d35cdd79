import type { Mesh } from '../../mesh/mesh.ts';
import type { SourceFile } from '../../yaml/document.ts';

/** Might files hold comments or annotations that silence findings? Most don't, and this is all that they pay. */
export function maySuppress(files: readonly SourceFile[], meshes: readonly Mesh[]): boolean {
  return (
    meshes.some((mesh) => mesh.fieldNames().has('galley.istio.io/analyze-suppress')) ||
    files.some(({ text }) => text.includes('mesh-lint'))
  );
}
