import type { Field } from '../../yaml/field.ts';
import { CONNECTION_POOL_MESSAGES, connectionPoolProblems } from './connection-pool.ts';
import { INBOUND_RETRY_MESSAGES, inboundRetryProblems } from './inbound-retry.ts';
import { LOCALITY_LB_MESSAGES, localityLbProblems, zoneAwareLbProblems } from './locality-lb.ts';
import { OUTLIER_MESSAGES, outlierDetectionProblems } from './outlier-detection.ts';

const { empty, 'half-keepalive': _, ...POOL_MESSAGES } = CONNECTION_POOL_MESSAGES;
const { deprecated: __, ...DETECTION_MESSAGES } = OUTLIER_MESSAGES;

/** What each problem of the mesh-wide settings of traffic is called to a person. */
export const MESH_TRAFFIC_MESSAGES = {
  ...LOCALITY_LB_MESSAGES,
  ...POOL_MESSAGES,
  'empty-pool': empty,
  ...DETECTION_MESSAGES,
  ...INBOUND_RETRY_MESSAGES,
};

export interface MeshTrafficProblem {
  field: Field;
  id: keyof typeof MESH_TRAFFIC_MESSAGES;
  data: Record<string, string | number>;
  at?: 'key' | 'value';
}

/**
 * What istiod refuses in the traffic settings of a mesh config: localityLbSetting, zoneAwareLbSetting,
 * defaultTrafficPolicy and defaultInboundHttpRetryPolicy. Unlike in a DestinationRule it lets http2KeepAlive and
 * consecutiveErrors pass. Source: istio/istio pkg/config/validation/agent, ValidateMeshConfig.
 */
export function* meshTrafficProblems(config: Field): Generator<MeshTrafficProblem> {
  yield* localityLbProblems(config.child('localityLbSetting'));
  yield* zoneAwareLbProblems(config.child('zoneAwareLbSetting'));
  const policy = config.child('defaultTrafficPolicy');
  for (const problem of connectionPoolProblems(policy.child('connectionPool'), false)) {
    const { field, id, data, at } = problem;
    if (id === 'half-keepalive' || field.parent?.name === 'http2KeepAlive') continue;
    yield { field, id: id === 'empty' ? 'empty-pool' : id, data, at };
  }
  for (const { field, id, data } of outlierDetectionProblems(policy.child('outlierDetection'), false))
    if (id !== 'deprecated') yield { field, id, data };
  yield* inboundRetryProblems(config.child('defaultInboundHttpRetryPolicy'));
}
