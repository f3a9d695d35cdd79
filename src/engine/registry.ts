import type { AnyRule, PresetEntry, PresetName } from './rule.ts';

/** What must be known of a rule before it is loaded; generated from the rules' own metadata. */
export interface RegistryEntry {
  id: string;
  /** Absent: the rule looks at the mesh as a whole. */
  kinds?: readonly string[];
  /** Members, one of which a set must have for the rule to be loaded. */
  fields?: readonly string[];
  presets: Partial<Record<PresetName, PresetEntry>>;
  istio?: string;
  codes: readonly string[];
  /** Address of the page of a plugin's rule; '' for none. Absent: mesh-lint's own page. */
  url?: string;
  load: () => Promise<{ default: AnyRule }>;
}
