import { defineRule, type RelatedField } from '../../engine/rule.ts';
import { autoMtlsOff } from '../../mesh/auto-mtls.ts';
import { destinationRules } from '../../mesh/destination-rules.ts';
import { plaintextClients } from '../../mesh/manual-mtls.ts';
import { MEETING_OPTION } from '../../mesh/meeting.ts';
import { type MtlsConflict, mtlsConflicts } from '../../mesh/mtls-conflicts.ts';
import { WORLD_OPTION } from '../../mesh/references.ts';
import { type Edit, rewriteString } from '../../yaml/edit.ts';
import type { Resource } from '../../yaml/resource.ts';

/** What a client sends is for its DestinationRule to say, what the server takes for its PeerAuthentication: both have to agree. */
export default defineRule({
  summary: 'Clients come to a host with the kind of TLS that its workloads take',
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { recommended: 'error', strict: ['error', { world: 'closed' }], security: 'error' },
  securitySeverity: '6.0',
  codes: ['KIA0204', 'KIA0205', 'KIA0206', 'KIA0207', 'KIA0208', 'KIA0401', 'KIA0501', 'KIA0505', 'KIA0506'],
  options: {
    meeting: MEETING_OPTION,
    world: {
      ...WORLD_OPTION,
      description:
        'Where automatic mutual TLS is off, hosts without any DestinationRule are reported. closed: all of them; auto: those ' +
        'in a namespace whose DestinationRules are among the files, or where those of the root namespace are; open: none.',
    },
  },
  messages: {
    strict: {
      text: '{{mode}} sends {{what}} to {{service}}, whose sidecars take mutual TLS alone (STRICT), so the requests fail.',
      help: '{{wanted}}',
    },
    'own-certificate': {
      text: 'MUTUAL presents a certificate of its own to {{service}}, whose sidecars take those of the mesh alone (STRICT), so the requests fail.',
      help: '{{wanted}}',
    },
    plaintext: {
      text: 'ISTIO_MUTUAL sends mutual TLS to {{service}}, whose sidecars take plaintext alone (DISABLE), so the requests fail.',
      help: 'Write PERMISSIVE in the PeerAuthentication, or DISABLE for the port here.',
    },
    'no-proxy': {
      text: 'ISTIO_MUTUAL sends mutual TLS to {{service}}, and none of its pods has a proxy to take it, so the requests fail.',
      help: 'Let the pods have a sidecar, or write DISABLE for the host here.',
    },
    'no-tls': {
      text: 'This DestinationRule has no tls and enableAutoMtls is false, so clients send plaintext to {{service}}, and its sidecars refuse it (STRICT).',
      help: 'Add tls with the mode ISTIO_MUTUAL, or leave automatic mutual TLS on.',
    },
    overrides: {
      text: 'This DestinationRule has no tls and takes the place of {{other}}, which says ISTIO_MUTUAL, so clients send plaintext to {{service}}.',
      help: 'Add tls with the mode ISTIO_MUTUAL: DestinationRules inherit nothing from each other.',
    },
    'no-rule': {
      text: 'Clients send plaintext to {{service}}, where it is refused (STRICT): enableAutoMtls is false, and no DestinationRule is for the host.',
      help: 'Add a DestinationRule with the tls mode ISTIO_MUTUAL, or leave automatic mutual TLS on.',
    },
  },
  sources: [
    'https://istio.io/latest/docs/ops/common-problems/network-issues/#503-errors-after-setting-destination-rule',
    'https://istio.io/latest/docs/ops/configuration/traffic-management/tls-configuration/',
    'https://kiali.io/docs/features/validations/#destinationrules',
  ],
  kinds: ['networking.istio.io/DestinationRule', 'security.istio.io/PeerAuthentication'],
  // All of it is about Services with pods.
  setFields: ['selector'],
  checkMesh(mesh, context) {
    const { meeting, world } = context.options;
    const isManual = autoMtlsOff(mesh) !== undefined;
    for (const rule of destinationRules(mesh))
      for (const conflict of mtlsConflicts(mesh, rule, meeting)) {
        const { how, client } = conflict;
        const mode = client.tls.child('mode');
        const messageId = how === 'strict' && client.mode === 'MUTUAL' ? 'own-certificate' : how;
        const data = {
          service: nameOf(conflict),
          mode: mode.isSet ? client.mode : 'tls without a mode',
          what: client.mode === 'SIMPLE' ? 'TLS without a certificate' : 'plaintext',
          wanted: isManual
            ? 'Write ISTIO_MUTUAL.'
            : 'Delete tls, for clients find out by themselves what is taken, or write ISTIO_MUTUAL.',
        };
        context.report(mode.isSet ? mode : client.tls, messageId, data, {
          at: mode.isSet ? 'value' : 'key',
          codes: codesOf(conflict, isManual),
          related: [relatedTo(conflict)],
          suggestions: suggestionsFor(conflict, rule),
          ...(messageId === 'own-certificate' ? { level: 'warning' } : {}),
        });
      }
    for (const clients of plaintextClients(mesh, meeting, world)) {
      const { how, off } = clients;
      const data = { service: nameOf(clients), other: how === 'overrides' ? clients.other.display : '' };
      const isOff = { field: off, message: 'automatic mutual TLS is off' };
      if (how === 'no-rule') {
        const codes = { mesh: ['KIA0401'], namespace: ['KIA0501'], workload: [] }[clients.decided.scope];
        context.report(clients.decided.field, how, data, { related: [isOff], codes });
        continue;
      }
      const other =
        how === 'no-tls'
          ? { field: clients.decided.field, message: 'STRICT is set here' }
          : { field: clients.other.metadata.child('name'), message: 'what would hold without this one' };
      const policy = clients.rule.spec.child('trafficPolicy');
      context.report(policy.isSet ? policy : clients.rule.spec.child('host'), how, data, {
        at: policy.isSet ? 'key' : 'value',
        codes: ['KIA0204'],
        related: [other, isOff],
        ...(how === 'overrides' ? { level: 'warning' } : {}),
      });
    }
  },
});

function nameOf({ port, service }: { port: number; service: Resource }): string {
  return `port ${port} of ${service.display}`;
}

function relatedTo(conflict: MtlsConflict): RelatedField {
  if (conflict.how === 'no-proxy') return { field: conflict.reason, message: 'this keeps the proxy out' };
  const mode = conflict.how === 'strict' ? 'STRICT' : 'DISABLE';
  return { field: conflict.decided.field, message: `${mode} is set here` };
}

/** What Kiali says, by the scope of the policy; without automatic mutual TLS it misses a policy that takes it, too. */
function codesOf(conflict: MtlsConflict, isManual: boolean): string[] {
  if (conflict.how === 'no-proxy') return [];
  const { scope } = conflict.decided;
  if (conflict.how === 'strict') return [scope === 'mesh' ? 'KIA0208' : 'KIA0207'];
  const [found, missed] = { mesh: ['KIA0506', 'KIA0205'], namespace: ['KIA0505', 'KIA0206'], workload: [] }[scope];
  return [found, isManual ? missed : undefined].filter((code) => code !== undefined);
}

/** Another mode, where it is for this host alone, and nothing else is written that it would have to leave out. */
function suggestionsFor({ how, client }: MtlsConflict, rule: Resource): { desc: string; edit: Edit }[] {
  const isAlone = client.tls.keys().length === 1 && !rule.spec.textOf('host')?.startsWith('*');
  if (!isAlone || how === 'plaintext') return [];
  const mode = how === 'strict' ? 'ISTIO_MUTUAL' : 'DISABLE';
  const edit = rewriteString(client.tls.child('mode'), mode);
  return edit ? [{ desc: `Write ${mode}`, edit }] : [];
}
