import { describe, expect, it } from 'vitest';
import { ISTIO_VERSIONS } from '../../src/schemas/index.ts';
import { compatibilityVersions, pinnedSettings } from '../../src/schemas/install/compatibility.ts';

describe('compatibilityVersions', () => {
  it('ends with the minor before', () => {
    expect(compatibilityVersions('1.24')).toEqual(['1.21', '1.22', '1.23']);
    expect(compatibilityVersions('1.31')).toEqual(['1.25', '1.26', '1.27', '1.28', '1.29', '1.30']);
  });

  it('is known for every Istio that is linted for, and for no other', () => {
    for (const version of ISTIO_VERSIONS) expect(compatibilityVersions(version), version).toBeDefined();
    expect(compatibilityVersions('1.20')).toBeUndefined();
  });
});

describe('pinnedSettings', () => {
  it('has what changed after the older version, up to the newer one', () => {
    expect(pinnedSettings('1.27', '1.26')).toEqual(['ENABLE_NATIVE_SIDECARS']);
    expect(pinnedSettings('1.30', '1.29')).toEqual(['PILOT_SIDECAR_PICK_BEST_SERVICE_NAMESPACE']);
    expect(pinnedSettings('1.26', '1.25')).toEqual(['ambient.shareHostNetworkNamespace']);
  });

  it('leaves out what is no longer read', () => {
    expect(pinnedSettings('1.30', '1.27')).toContain('PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY');
    expect(pinnedSettings('1.31', '1.27')).not.toContain('PILOT_SPAWN_UPSTREAM_SPAN_FOR_GATEWAY');
  });
});
