import { expect, it } from 'vitest';
import { servicePortProtocol } from '../../src/mesh/service-ports.ts';
import { readSource } from '../../src/yaml/read.ts';

function protocol(port: string): string | undefined {
  const [document] = readSource('/a.yaml', `port: ${port}\n`).documents;
  if (!document) throw new Error('no document');
  return servicePortProtocol(document.root.child('port'));
}

it.each([
  ['{port: 80, name: http}', 'HTTP'],
  ['{port: 80, name: http-web}', 'HTTP'],
  ['{port: 80, name: HTTP2-web}', 'HTTP2'],
  ['{port: 80, name: grpc-web}', 'GRPC-Web'],
  ['{port: 80, name: grpc-web-api}', 'GRPC-Web'],
  ['{port: 80, name: grpc-api}', 'GRPC'],
  ['{port: 80, name: httpweb}', 'Unsupported'],
  ['{port: 80, name: web-http}', 'Unsupported'],
  ['{port: 80}', 'Unsupported'],
  ['{port: 80, name: null}', 'Unsupported'],
  ['{port: 80, name: tcp, appProtocol: http}', 'HTTP'],
  ['{port: 80, name: http, appProtocol: unheard-of}', 'Unsupported'],
  ['{port: 80, name: http, appProtocol: null}', 'HTTP'],
  ['{port: 80, appProtocol: kubernetes.io/h2c}', 'HTTP2'],
  ['{port: 80, appProtocol: kubernetes.io/ws}', 'HTTP'],
  ['{port: 80, appProtocol: kubernetes.io/wss}', 'HTTPS'],
  ['{port: 80, name: kubernetes.io/h2c}', 'Unsupported'],
  ['{port: 80, appProtocol: constructor}', 'Unsupported'],
  ['{port: 3306}', 'TCP'],
  ['{port: 27017, name: database}', 'TCP'],
  ['{port: 3306, name: mysql}', 'MySQL'],
  ['{port: 25, name: http}', 'HTTP'],
  ['{port: 53, protocol: UDP}', 'UDP'],
  ['{port: 80, name: http, protocol: UDP}', 'UDP'],
  ['{port: 80, name: http, protocol: TCP}', 'HTTP'],
  ['{port: 80, name: "${NAME}"}', undefined],
  ['{port: 80, name: http, appProtocol: "${PROTOCOL}"}', undefined],
  ['{port: 80, name: "${NAME}", appProtocol: http}', 'HTTP'],
  ['{port: "${PORT}", name: http}', undefined],
  ['{port: 80, name: http, protocol: "${PROTOCOL}"}', undefined],
  ['{port: [3306], name: [http]}', 'Unsupported'],
  ['null', 'Unsupported'],
])('%s speaks %s', (port, wanted) => expect(protocol(port)).toBe(wanted));
