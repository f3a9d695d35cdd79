import { isAbsolute } from 'node:path';
import type { RegistryEntry } from '../engine/registry.ts';
import { type AnyRule, type CheckResult, type Context, codesOf, PRESETS } from '../engine/rule.ts';
import type { Mesh } from '../mesh/mesh.ts';
import type { Level } from '../report.ts';
import type { SourceFile } from '../yaml/document.ts';
import type { Resource } from '../yaml/resource.ts';
import { pluginFailure } from './failure.ts';
import type { AnyPluginRule } from './plugin.ts';

/** Of these a rule of someone's own is no part: they hold what Istio itself says. */
const PARITY = ['istio-validate', 'istioctl-parity'];

/** A plugin's rule as the engine registers it. `directory` is where paths in failures start from. */
export function registryEntry(id: string, given: AnyPluginRule, version: string, directory: string): RegistryEntry {
  const { level = 'warning', url = '', ...own } = given;
  const rule: AnyRule = {
    type: 'problem',
    precision: 'high',
    since: version,
    sources: [],
    presets: presetsAt(level),
    ...own,
    ...guarded(id, given, directory),
  };
  const fields = rule.setFields ?? ('check' in rule ? rule.fields : undefined);
  return {
    id,
    ...(rule.kinds ? { kinds: rule.kinds } : {}),
    ...(fields ? { fields } : {}),
    presets: rule.presets,
    ...(rule.istio === undefined ? {} : { istio: rule.istio }),
    codes: codesOf(rule),
    url,
    load: async () => ({ default: rule }),
  };
}

function presetsAt(level: Level): AnyRule['presets'] {
  const presets = PRESETS.filter((preset) => preset !== 'all' && !PARITY.includes(preset));
  return Object.fromEntries(presets.map((preset) => [preset, level]));
}

/** The rule's check, whose failures name the rule, what it looked at and the place in its file. */
function guarded(id: string, rule: AnyPluginRule, directory: string) {
  const failed = (error: unknown, about: string) => pluginFailure(`rule ${id} failed${about}`, error, directory);
  if ('checkMesh' in rule)
    return {
      checkMesh: (mesh: Mesh, context: Context) =>
        guard(
          () => rule.checkMesh(mesh, context),
          (error) => failed(error, ' on the mesh'),
        ),
    };
  return {
    kinds: rule.kinds,
    check: (resource: Resource, context: Context) =>
      guard(
        () => rule.check(resource, context),
        (error) => failed(error, ` on ${resource.display} (${nameOf(resource.file, context.mesh)})`),
      ),
  };
}

/** As the reports name it; what stands on standard input has a name of its own. */
function nameOf(file: SourceFile, mesh: Mesh): string {
  return isAbsolute(file.path) ? mesh.pathOf(file) : file.path;
}

function guard(check: () => CheckResult, failure: (error: unknown) => Error): CheckResult {
  try {
    const outcome = check();
    if (!(outcome instanceof Promise)) return undefined;
    const guarded = outcome.catch((error) => {
      throw failure(error);
    });
    // Another check may end the run before anybody waits for this one.
    guarded.catch(() => {});
    return guarded;
  } catch (error) {
    throw failure(error);
  }
}
