import { type Context, defineRule } from '../../engine/rule.ts';
import { isMisspelt } from '../../mesh/settings/misspelt.ts';
import { isIp } from '../../values/ip.ts';
import { parseUrl } from '../../values/uri.ts';
import type { Field } from '../../yaml/field.ts';

const MESSAGES = {
  blank: {
    text: 'The webhook "{{webhook}}" says neither a url nor a service, so the API server cannot reach any istiod.',
    help: "Write clientConfig.url with the address of the external istiod's ingress gateway, or clientConfig.service.",
  },
  invalid: {
    text: 'The url "{{url}}" of the webhook "{{webhook}}" {{problem}}, so the API server cannot reach istiod.',
    help: 'Write an address such as https://istiod.example.com:15017/inject.',
  },
  ip: {
    text: 'The url of the webhook "{{webhook}}" names the IP address {{address}}, which changes with the ingress gateway behind it.',
    help: "Give the external istiod's ingress gateway a host name, and write that one.",
  },
};

/** The cluster of an external control plane reaches its istiod by the address in these webhooks. */
export default defineRule({
  summary: "The webhooks of Istio name a host, where they don't name a Service",
  type: 'problem',
  precision: 'high',
  since: '0.1.0',
  presets: { 'istioctl-parity': 'warning' },
  codes: ['IST0163'],
  otherCodes: ['IST0164'],
  messages: MESSAGES,
  sources: [
    'https://istio.io/latest/docs/reference/config/analysis/ist0163/',
    'https://istio.io/latest/docs/reference/config/analysis/ist0164/',
    'https://istio.io/latest/docs/setup/install/external-controlplane/',
  ],
  kinds: [
    'admissionregistration.k8s.io/MutatingWebhookConfiguration',
    'admissionregistration.k8s.io/ValidatingWebhookConfiguration',
  ],
  check(configuration, context) {
    if (!NAMES[configuration.kind]?.test(configuration.name)) return;
    for (const webhook of configuration.root.child('webhooks').maps())
      checkClient(webhook, configuration.isPatch, context);
  },
});

/** What Istio's charts call them. */
const NAMES: Readonly<Record<string, RegExp | undefined>> = {
  MutatingWebhookConfiguration: /^istio-sidecar-injector/,
  ValidatingWebhookConfiguration: /^(?:istiod-default-validator$|istio-validator)/,
};

function checkClient(webhook: Field, isPatch: boolean, context: Context<keyof typeof MESSAGES>): void {
  const client = webhook.child('clientConfig');
  const [url, service] = [client.child('url'), client.child('service')];
  const data = { webhook: webhook.child('name').string ?? '' };
  if (!url.isSet || url.string === '') {
    if (service.isSet || isPatch || client.isUnknown || isMisspelt(client)) return;
    if (!isMisspelt(url) && !isMisspelt(service)) context.report(url, 'blank', data, { at: 'key' });
    return;
  }
  if (url.string === undefined) return;
  const { problem, host } = hostOf(url.string);
  if (problem !== undefined) {
    // istioctl looks at the host alone.
    const codes = problem === NOT_HTTPS ? { codes: [] } : {};
    context.report(url, 'invalid', { ...data, url: url.string, problem }, codes);
  } else if (isIp(host)) context.report(url, 'ip', { ...data, address: host }, { level: 'info', codes: ['IST0164'] });
}

const NOT_HTTPS = 'does not begin with https://';

function hostOf(text: string): { problem: string; host?: undefined } | { problem?: undefined; host: string } {
  const url = parseUrl(text);
  if (url.problem !== undefined) return { problem: url.problem };
  if (url.scheme !== 'https') return { problem: NOT_HTTPS };
  return url.host === '' ? { problem: 'names no host' } : { host: url.host };
}
