import { expect, it } from 'vitest';
import { mesh } from '../support/cli.ts';

const RENDERED = `---
# Source: shop/templates/service.yaml
apiVersion: v1
kind: Service
metadata: {name: web, namespace: shop}
spec:
  selector: {app: web}
  ports: [{name: http, port: 80}]
---
# Source: shop/charts/routes/templates/virtual-service.yaml
apiVersion: networking.istio.io/v1
kind: VirtualService
metadata: {name: web, namespace: shop}
spec:
  hosts: [web]
  http:
    - route:
        - destination: {host: web}
          weight: 60
        - destination: {host: web}
          weight: 30
`;

it('what helm template prints is told by the template that it comes from', async () => {
  const stylish = await mesh(['-'], { stdin: RENDERED });
  expect(stylish.code).toBe(1);
  expect(stylish.stdout.split('\n').slice(0, 3)).toEqual([
    '<stdin>, rendered from shop/charts/routes/templates/virtual-service.yaml',
    '  21:19  error  The weights of this route sum to 90, not 100, so Istio scales them: 66.7 %, 33.3 %.  virtual-service/weights-sum',
    '',
  ]);
  const pretty = await mesh(['-f', 'pretty', '-'], { stdin: RENDERED });
  expect(pretty.stdout).toContain(
    '<stdin>:21:19 · VirtualService shop/web · rendered from shop/charts/routes/templates/virtual-service.yaml\n',
  );
  const json = await mesh(['-f', 'json', '-'], { stdin: RENDERED });
  const [file] = JSON.parse(json.stdout);
  expect(file.messages[0].template).toBe('shop/charts/routes/templates/virtual-service.yaml');
});
