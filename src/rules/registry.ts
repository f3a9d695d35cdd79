// Made by "npm run generate" from the folders of this directory.
import type { RegistryEntry } from '../engine/registry.ts';

export const registry: readonly RegistryEntry[] = [
  { "id":"core/api-version","kinds":["*"],"presets":{"recommended":"warning","strict":"warning"},"codes":[], load: () => import('./core/api-version.ts') },
  { "id":"core/duplicate-key","presets":{"recommended":"error","strict":"error","istio-validate":"error","istioctl-parity":"error"},"codes":[], load: () => import('./core/duplicate-key.ts') },
  { "id":"core/schema","kinds":["*"],"presets":{"recommended":"error","strict":"error","istio-validate":"error","istioctl-parity":"error"},"codes":["IST0106"], load: () => import('./core/schema.ts') },
  { "id":"core/template","presets":{"recommended":"info","strict":"info","istio-validate":"info","istioctl-parity":"info"},"codes":[], load: () => import('./core/template.ts') },
  { "id":"core/unknown-field","kinds":["*"],"presets":{"recommended":"error","strict":"error","istio-validate":"error","istioctl-parity":"error"},"codes":[], load: () => import('./core/unknown-field.ts') },
  { "id":"core/unknown-kind","kinds":["*"],"presets":{"recommended":"error","strict":"error"},"codes":[], load: () => import('./core/unknown-kind.ts') },
  { "id":"core/unreadable-file","presets":{"recommended":"error","strict":"error","istio-validate":"error","istioctl-parity":"error"},"codes":[], load: () => import('./core/unreadable-file.ts') },
  { "id":"core/yaml-syntax","presets":{"recommended":"error","strict":"error","istio-validate":"error","istioctl-parity":"error"},"codes":[], load: () => import('./core/yaml-syntax.ts') },
];
