import { Mesh, type MeshSettings } from '../mesh/mesh.ts';
import type { SourceFile } from '../yaml/document.ts';

/** What only a mesh config or the values of an installation say; a tree without one doesn't load what reads them. */
const STATING_DEFAULTS = ['rootNamespace', 'istioNamespace', 'ExportTo'];

type Settings = Omit<MeshSettings, 'rootNamespace' | 'defaultExportTo'> & { rootNamespace?: string };

/** The files as a mesh, with the defaults that its own configuration states where the settings leave them open. */
export async function meshOf(files: readonly SourceFile[], settings: Settings): Promise<Mesh> {
  const plain = new Mesh(files, { ...settings, rootNamespace: settings.rootNamespace ?? 'istio-system' });
  if (!files.some(({ text }) => STATING_DEFAULTS.some((word) => text.includes(word)))) return plain;
  const { meshDefaultsOf } = await import('../mesh/mesh-defaults.ts');
  const { rootNamespace, defaultExportTo } = meshDefaultsOf(plain);
  const root = settings.rootNamespace ?? rootNamespace ?? plain.rootNamespace;
  // istioctl analyze knows nothing of default exports.
  const exports = settings.namespacesAsWritten ? {} : { defaultExportTo };
  return new Mesh(files, { ...settings, ...exports, rootNamespace: root });
}
