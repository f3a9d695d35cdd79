import type { Message } from '../../engine/rule.ts';

/** A setting that belongs to another type, and a type whose setting is missing: the same in filters, paths, names. */
const FOREIGN = '"{{field}}" is set, but the type is not {{type}}, so the API server refuses it.';
const INCOMPLETE = 'The type is {{type}}, but "{{field}}" is not set.';
const fitting: Message['help'] = 'Write type {{type}}, or delete "{{field}}".';
const completing: Message['help'] = 'Add "{{field}}".';

/** The messages of core/cel. `value` is the value found, `name` the field's name, `place` the path of the rule's place. */
export const CEL_TEXTS = {
  duration: { text: '{{name}} is {{value}}, but must be at least 1ms.', help: 'Write 1ms or more, such as 5s.' },
  'no-duration': {
    text: '{{name}} is "{{value}}", which is no duration.',
    help: 'Write a number with a unit: 300ms, 5s, 1m30s, 2h. Days are written in hours.',
  },
  'port-range': {
    text: '{{place}} must be a port from 1 to 65535, but is {{value}}.',
    help: 'Write the number of the port that the workload listens on.',
  },
  'port-key': {
    text: '"{{name}}" in {{place}} is no port from 1 to 65535.',
    help: 'Write the number of the port that the workload listens on.',
  },
  'selector-and-target': {
    text: '{{place}} has a selector and "{{name}}"; only one may choose the workloads.',
    help: 'Keep "targetRefs" for a gateway or waypoint, or the selector for sidecars.',
  },
  'target-namespace': {
    text: 'A target reference names the namespace "{{value}}", but a policy reaches only its own namespace.',
    help: 'Delete "namespace", and put the policy into the namespace of its target.',
  },
  'target-kind': {
    text: '{{place}} refers to a kind that policies of this Istio cannot attach to.',
    help: 'Refer to a Gateway (gateway.networking.k8s.io), a Service (group "") or a ServiceEntry (networking.istio.io).',
  },
  'label-key-wildcard': {
    text: 'The selector\'s label key "{{name}}" has a "*", but keys are compared as they are.',
    help: 'Write the whole key of the label.',
  },
  'label-key-empty': { text: '{{place}} has an empty label key.', help: 'Write the key, or delete the line.' },
  'label-value-wildcard': {
    text: 'The selector\'s value "{{value}}" has a "*", but values are compared as they are.',
    help: 'Write the whole value, or choose by another label.',
  },

  'selector-and-endpoints': {
    text: '"workloadSelector" and "endpoints" are both set; addresses come from one of them.',
    help: 'Keep "workloadSelector" for pods and WorkloadEntries, or "endpoints" for addresses written here.',
  },
  'cidr-resolution': {
    text: '"addresses" holds a CIDR range, which needs resolution NONE or STATIC.',
    help: 'Write single addresses, or resolution: NONE.',
  },
  'none-with-endpoints': {
    text: '"endpoints" is set, but resolution is NONE, which sends traffic to the address that the client asked for.',
    help: 'Write resolution: STATIC (or DNS), or delete "endpoints".',
  },
  'round-robin-endpoints': {
    text: 'resolution is DNS_ROUND_ROBIN, which takes one endpoint, and more are written.',
    help: 'Keep one endpoint, or write resolution: DNS.',
  },
  'host-wildcard': {
    text: 'The host "*" would stand for every name there is.',
    help: 'Write the host, or a wildcard below a domain such as "*.example.com".',
  },
  'port-repeated': {
    text: 'Two ports have the same number; each number may stand there once.',
    help: 'Delete one, or give it its own number.',
  },
  'address-missing': {
    text: '{{place}} has neither "address" nor "network", so no traffic can reach it.',
    help: 'Add the "address" of the workload; in another network, its "network".',
  },
  'socket-with-ports': {
    text: '"ports" is set, but the address is a Unix socket, which has none.',
    help: 'Delete "ports".',
  },
  'socket-path': {
    text: 'The socket "{{value}}" is no absolute path.',
    help: 'Write unix:///path/to/socket, or unix://@name for an abstract socket.',
  },
  'socket-directory': {
    text: 'The socket "{{value}}" ends in "/", which is a directory.',
    help: 'Write the path of the socket itself.',
  },
  'endpoint-port-name': {
    text: 'The port name "{{name}}" is none: names have letters, digits and "-", and fewer than 63 characters.',
    help: 'Write the name of the port that the ServiceEntry or WorkloadGroup gives.',
  },
  'probe-scheme': { text: 'The scheme of a probe is "{{value}}".', help: 'Write HTTP or HTTPS.' },

  'credential-sources': {
    text: 'More than one of "credentialName", "credentialNames" and "tlsCertificates" is set.',
    help: 'Keep one of them.',
  },
  'waypoint-match': {
    text: 'A waypoint match and the context WAYPOINT need each other.',
    help: 'Write context: WAYPOINT and "waypoint", or neither of them.',
  },
  'port-level-without-selector': {
    text: '"portLevelMtls" is set, but the policy has no selector, and ports differ from workload to workload.',
    help: 'Add selector.matchLabels, or set "mtls" for the whole namespace.',
  },
  'jwks-sources': { text: '"jwks" and "jwksUri" are both set; keys come from one of them.', help: 'Keep one of them.' },
  'url-scheme': {
    text: '"{{value}}" starts with neither http:// nor https://.',
    help: 'Write the URL with its scheme.',
  },
  'no-url': { text: '"{{value}}" is no absolute URL.', help: 'Write it in full, such as https://example.com/keys.' },
  'service-accounts-with-others': {
    text: '"{{name}}" stands beside "principals" or "namespaces", which say the same in another way.',
    help: 'Keep the service accounts, or the principals and namespaces.',
  },
  'upsert-without-value': {
    text: 'The tag "{{name}}" is set (UPSERT), but has no value.',
    help: 'Add "value", a CEL expression such as request.host; or write operation: REMOVE.',
  },
  'remove-with-value': {
    text: 'A tag that is removed (REMOVE) has a value.',
    help: 'Delete "value", or write operation: UPSERT.',
  },
  'wasm-or-lua': {
    text: '{{place}} holds neither "wasm" nor "lua", so there is nothing to run.',
    help: 'Add one of them; an extension is one filter.',
  },
  'wasm-url': {
    text: '"{{value}}" is nothing that a WebAssembly module is fetched from.',
    help: 'Write oci://…, https://…, http://… or file:///….',
  },
  'env-value-from-host': {
    text: 'The variable takes its value from the proxy (valueFrom: HOST), but "value" is set too.',
    help: 'Delete "value", or write valueFrom: INLINE.',
  },

  'reference-needs-section': {
    text: 'Two references to the same object need a "sectionName" (or "port") each, and one of them has none.',
    help: 'Name the section in both, or delete one of them.',
  },
  'reference-repeated': {
    text: 'Two references lead to the same object and section.',
    help: 'Delete one of them, or name another "sectionName" or "port".',
  },
  'too-many-matches': {
    text: 'The rules of the route have more than 128 matches together.',
    help: 'Split the route in two, with the same parents and hostnames.',
  },
  'rule-name-repeated': { text: 'Two rules have the same name.', help: 'Give each rule its own name.' },
  'backend-port-missing': {
    text: '{{place}} refers to a Service without a "port".',
    help: 'Add "port", the port of the Service.',
  },
  'redirect-with-backends': {
    text: 'A rule that redirects (RequestRedirect) has backendRefs, which no request would reach.',
    help: 'Delete "backendRefs", or the filter.',
  },
  'redirect-and-rewrite': {
    text: 'RequestRedirect and URLRewrite stand side by side; a request is either redirected or rewritten.',
    help: 'Keep one of them.',
  },
  'backend-timeout': {
    text: 'timeouts.backendRequest is longer than timeouts.request, which ends the request first.',
    help: 'Write a "backendRequest" of at most "request".',
  },
  'percent-and-fraction': {
    text: '"percent" and "fraction" are both set; one of them says how much is mirrored.',
    help: 'Keep one of them.',
  },
  'fraction-above-one': {
    text: 'The numerator {{value}} is greater than the denominator.',
    help: 'Write a fraction of at most one.',
  },
  'grpc-match-empty': {
    text: '{{place}} matches neither a service nor a method.',
    help: 'Add "service" or "method", or delete the whole match to match every call.',
  },
  'grpc-service': {
    text: '"{{value}}" is no name of a gRPC service.',
    help: 'Write package and service, such as helloworld.Greeter.',
  },
  'grpc-method': {
    text: '"{{value}}" is no name of a gRPC method.',
    help: 'Write the method alone, such as SayHello.',
  },
  'session-lifetime': {
    text: 'The cookie is Permanent, which needs an "absoluteTimeout".',
    help: 'Add "absoluteTimeout", or write lifetimeType: Session.',
  },
  'session-cookie': {
    text: '"cookieConfig" is set, but sessions are not kept by a cookie.',
    help: 'Write type: Cookie, or delete "cookieConfig".',
  },
  'cors-wildcard': {
    text: '"*" stands beside other entries in {{place}}, and allows all of them anyway.',
    help: 'Keep "*" alone, or the entries without it.',
  },
  'prefix-needs-prefix-match': {
    text: 'The filter {{filter}} replaces a path prefix, so the rule needs exactly one match, of type PathPrefix.',
    help: 'Split the rule so that each has one PathPrefix match, or write type: ReplaceFullPath.',
  },
  'filter-repeated': {
    text: 'The filter {{type}} stands there twice.',
    help: 'Put what both do into one of them.',
  },
  'filter-foreign': { text: FOREIGN, help: fitting },
  'filter-incomplete': { text: INCOMPLETE, help: completing },
  'path-modifier-foreign': { text: FOREIGN, help: fitting },
  'path-modifier-incomplete': { text: INCOMPLETE, help: completing },
  'external-auth-foreign': {
    text: '"{{field}}" is set, but the protocol is not {{type}}.',
    help: 'Write protocol: {{type}}, or delete "{{field}}".',
  },
  'external-auth-incomplete': { text: 'The protocol is {{type}}, but "{{field}}" is not set.', help: completing },
  'path-not-absolute': {
    text: 'The path "{{value}}" does not start with "/".',
    help: 'Write the whole path, or type: RegularExpression for a pattern.',
  },
  'path-content': {
    text: 'The path "{{value}}" holds "{{text}}", which no path of a request has once it is normalized.',
    help: 'Write the path as it arrives at the gateway.',
  },
  'path-end': {
    text: 'The path "{{value}}" ends in "{{text}}", which no path of a request has once it is normalized.',
    help: 'Write the path as it arrives at the gateway.',
  },
  'path-characters': {
    text: 'The path "{{value}}" has a character that no path of a request holds unescaped.',
    help: 'Escape it as % and two hexadecimal digits, or write type: RegularExpression for a pattern.',
  },

  'listener-tls': {
    text: 'A listener has "tls", but its protocol carries none.',
    help: 'Write protocol: HTTPS or TLS, or delete "tls".',
  },
  'listener-https-mode': {
    text: 'A listener of protocol HTTPS has the mode {{value}}, but HTTP is read only where TLS ends.',
    help: 'Write mode: Terminate, or protocol: TLS to pass the traffic through.',
  },
  'listener-tls-mode': {
    text: 'A listener of protocol TLS does not say its "tls.mode".',
    help: 'Add "tls" with mode: Terminate or Passthrough.',
  },
  'listener-hostname': {
    text: 'A listener has a hostname, but its protocol has no names of hosts.',
    help: 'Delete "hostname", or write protocol: HTTP, HTTPS or TLS.',
  },
  'listener-repeated': {
    text: 'Two listeners have the same port, protocol and hostname.',
    help: 'Delete one, or give it another hostname or port.',
  },
  'listener-certificates': {
    text: '{{place}} ends TLS (mode Terminate), but names no certificate.',
    help: 'Add "certificateRefs" with the Secret of the certificate.',
  },
  'address-repeated': { text: 'The same address stands there twice.', help: 'Delete one of them.' },
  'address-hostname': {
    text: '"{{value}}" is no hostname.',
    help: 'Write a DNS name in lower case, or the type IPAddress for an address.',
  },
  'infrastructure-key': {
    text: '"{{name}}" is no key of a label or annotation.',
    help: 'Write a name of at most 63 characters, with an optional DNS prefix before "/".',
  },
  'infrastructure-prefix': {
    text: 'The prefix of "{{name}}" is longer than a DNS name may be (253 characters).',
    help: 'Shorten what stands before "/".',
  },
  'hostname-ip': {
    text: '"{{value}}" is an IP address, but a hostname is compared with the name that the client asks for (SNI).',
    help: 'Write a DNS name.',
  },

  'ca-sources': {
    text: '"caCertificateRefs" and "wellKnownCACertificates" are both set; trust comes from one of them.',
    help: 'Keep one of them.',
  },
  'ca-missing': {
    text: '{{place}} says nowhere whose certificates are trusted.',
    help: 'Add "caCertificateRefs", or wellKnownCACertificates: System.',
  },
  'subject-name-foreign': { text: FOREIGN, help: fitting },
  'subject-name-incomplete': { text: INCOMPLETE, help: completing },
  'external-hostname': {
    text: '"externalHostname" and the type ExternalHostname need each other.',
    help: 'Write both, or neither of them.',
  },
  'cluster-local-hostname': {
    text: '"{{value}}" is a name inside of the cluster.',
    help: 'Write a name from outside, or refer to the Service itself.',
  },
  'port-name-label': {
    text: 'The port name "{{value}}" is no DNS label.',
    help: 'Write lower-case letters, digits and "-".',
  },
  'client-certificate': {
    text: '"clientCertificateRef" and the mode ClientAndServer need each other.',
    help: 'Write both, or neither of them.',
  },
  'budget-interval': {
    text: 'The interval {{value}} is not between one second and one hour.',
    help: 'Write a duration from 1s to 1h.',
  },
  'rate-interval': {
    text: 'The interval {{value}} is zero or longer than one hour.',
    help: 'Write a duration of at most 1h.',
  },
} as const satisfies Record<string, Message>;

export type CelMessageId = keyof typeof CEL_TEXTS;
