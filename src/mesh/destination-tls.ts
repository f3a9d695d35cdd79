import type { Field } from '../yaml/field.ts';
import type { Resource } from '../yaml/resource.ts';
import { isMisspelt } from './settings/misspelt.ts';

export type ClientTlsMode = 'DISABLE' | 'SIMPLE' | 'MUTUAL' | 'ISTIO_MUTUAL';

/** How clients that follow a DestinationRule come to a port of its host. */
export interface ClientTls {
  mode: ClientTlsMode;
  tls: Field;
}

const MODES: readonly ClientTlsMode[] = ['DISABLE', 'SIMPLE', 'MUTUAL', 'ISTIO_MUTUAL'];

/**
 * The TLS settings of a DestinationRule for a port of the host's Service, and for one of its subsets; 'automatic' where it
 * has none. Undefined where they are not known, or Istio does not follow them to the letter: a port's settings take the place
 * of all others, and those without tls would have to mean automatic mutual TLS, but istiod labels the endpoints by the
 * settings above. Source: istio/istio pilot/pkg/networking/util, MergeSubsetTrafficPolicy; pilot/pkg/xds/endpoints, mtlsChecker.
 */
export function clientTlsAt(rule: Resource, port: number, subset?: Field): ClientTls | 'automatic' | undefined {
  const levels = [rule.spec, ...(subset ? [subset] : [])].map((owner) => levelsOf(owner, port));
  const known = levels.flatMap((level) => level ?? []);
  if (known.length < levels.length) return undefined;
  let found: Field | undefined;
  for (const { general, ofPort } of known) {
    if (ofPort && !ofPort.isSet && (found || general.isSet)) return undefined;
    const own = ofPort ?? general;
    if (own.isSet) found = own;
  }
  if (!found) return 'automatic';
  const mode = clientTlsMode(found);
  return mode && { mode, tls: found };
}

/** The mode of TLS settings; without one they are DISABLE. Undefined where it is not known. */
export function clientTlsMode(tls: Field): ClientTlsMode | undefined {
  const field = tls.child('mode');
  if (!tls.isMap || isMisspelt(field)) return undefined;
  return field.isSet ? MODES.find((each) => each === field.string) : 'DISABLE';
}

/** The tls of a traffic policy, and that of the port where it has settings of its own; undefined where it is not known. */
function levelsOf(owner: Field, port: number): { general: Field; ofPort: Field | undefined } | undefined {
  const policy = owner.child('trafficPolicy');
  const settings = policy.child('portLevelSettings');
  const numbers = settings.items().map((each) => each.get('port', 'number').number);
  if (policy.isUnknown || settings.isUnknown || numbers.includes(undefined)) return undefined;
  if (isMisspelt(policy) || isMisspelt(policy.child('tls'))) return undefined;
  const index = numbers.indexOf(port);
  return { general: policy.child('tls'), ofPort: index < 0 ? undefined : settings.at(index).child('tls') };
}
