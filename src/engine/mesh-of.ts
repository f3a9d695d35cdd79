import { statesInstall } from '../mesh/install/states-install.ts';
import { Mesh, type MeshSettings } from '../mesh/mesh.ts';
import type { SourceFile } from '../yaml/document.ts';

/** What only a mesh config or the values of an installation say. */
const DEFAULTS = ['rootNamespace', 'istioNamespace', 'ExportTo'];

type Settings = Omit<MeshSettings, 'rootNamespace' | 'defaultExportTo'> & { rootNamespace?: string };

/** The files as a mesh, with the defaults that its own configuration states where the settings leave them open. */
export async function meshOf(files: readonly SourceFile[], settings: Settings): Promise<Mesh> {
  const plain = new Mesh(files, { ...settings, rootNamespace: settings.rootNamespace ?? 'istio-system' });
  if (!files.some((file) => isOfMesh(file) && statesDefaults(file))) return plain;
  const { meshDefaultsOf } = await import('../mesh/mesh-defaults.ts');
  const { rootNamespace, defaultExportTo } = meshDefaultsOf(plain);
  const root = settings.rootNamespace ?? rootNamespace ?? plain.rootNamespace;
  // istioctl analyze knows nothing of default exports.
  const exports = settings.namespacesAsWritten ? {} : { defaultExportTo };
  return new Mesh(files, { ...settings, ...exports, rootNamespace: root });
}

/** May the file say something of the mesh? A tree without one that does doesn't load what reads it. */
function isOfMesh({ role, resources, holdsOtherDocuments }: SourceFile): boolean {
  return role === 'MeshConfig' || holdsOtherDocuments || resources.some(({ type }) => statesInstall(type));
}

function statesDefaults({ text }: SourceFile): boolean {
  return DEFAULTS.some((word) => text.includes(word));
}
